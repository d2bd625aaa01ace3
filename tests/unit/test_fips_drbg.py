"""HMAC_DRBG against published answers of NIST, and the limits of SP 800-90A."""

from __future__ import annotations

import pytest

from junosim.fips.drbg import INPUT_LIMIT, REQUEST_LIMIT, DrbgError, HmacDrbg

SEED = bytes(range(32))


def octets(text: str) -> bytes:
    return bytes.fromhex(text)


# NIST CAVP, drbgvectors_no_reseed, HMAC_DRBG.rsp, [SHA-256], output of 1024 bits:
# entropy, nonce, personalization, additional input of both calls, returned bits of the second
NO_RESEED = {
    "personalization 0, additional 0, count 0": (
        "ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488",
        "659ba96c601dc69fc902940805ec0ca8", "", ("", ""),
        "e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460"
        "b6f73ebad0dc2aba6e624abf07745bc107694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668"
        "961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8",
    ),
    "personalization 0, additional 0, count 1": (
        "79737479ba4e7642a221fcfd1b820b134e9e3540a35bb48ffae29c20f5418ea3",
        "3593259c092bef4129bc2c6c9e19f343", "", ("", ""),
        "cf5ad5984f9e43917aa9087380dac46e410ddc8a7731859c84e9d0f31bd43655b924159413e2293b17610f211e09f770"
        "f172b8fb693a35b85d3b9e5e63b1dc252ac0e115002e9bedfb4b5b6fd43f33b8e0eafb2d072e1a6fee1f159df9b51e6c"
        "8da737e60d5032dd30544ec51558c6f080bdbdab1de8a939e961e06b5f1aca37",
    ),
    "personalization 0, additional 0, count 14": (
        "451ed024bc4b95f1025b14ec3616f5e42e80824541dc795a2f07500f92adc665",
        "2f28e6ee8de5879db1eccd58c994e5f0", "", ("", ""),
        "3fb637085ab75f4e95655faae95885166a5fbb423bb03dbf0543be063bcd48799c4f05d4e522634d9275fe02e1edd920"
        "e26d9accd43709cb0d8f6e50aa54a5f3bdd618be23cf73ef736ed0ef7524b0d14d5bef8c8aec1cf1ed3e1c38a808b35e"
        "61a44078127c7cb3a8fd7addfa50fcf3ff3bc6d6bc355d5436fe9b71eb44f7fd",
    ),
    "personalization 256, additional 0, count 0": (
        "5cacc68165a2e2ee20812f35ec73a79dbf30fd475476ac0c44fc6174cdac2b55",
        "6f885496c1e63af620becd9e71ecb824",
        "e72dd8590d4ed5295515c35ed6199e9d211b8f069b3058caa6670b96ef1208d0", ("", ""),
        "f1012cf543f94533df27fedfbf58e5b79a3dc517a9c402bdbfc9a0c0f721f9d53faf4aafdc4b8f7a1b580fcaa52338d4"
        "bd95f58966a243cdcd3f446ed4bc546d9f607b190dd69954450d16cd0e2d6437067d8b44d19a6af7a7cfa8794e5fbd72"
        "8e8fb2f2e8db5dd4ff1aa275f35886098e80ff844886060da8b1e7137846b23b",
    ),
    "personalization 256, additional 0, count 1": (
        "8df013b4d103523073917ddf6a869793059e9943fc8654549e7ab22f7c29f122",
        "da2625af2ddd4abcce3cf4fa4659d84e",
        "b571e66d7c338bc07b76ad3757bb2f9452bf7e07437ae8581ce7bc7c3ac651a9", ("", ""),
        "b91cba4cc84fa25df8610b81b641402768a2097234932e37d590b1154cbd23f97452e310e291c45146147f0da2d81761"
        "fe90fba64f94419c0f662b28c1ed94da487bb7e73eec798fbcf981b791d1be4f177a8907aa3c401643a5b62b87b89d66"
        "b3a60e40d4a8e4e9d82af6d2700e6f535cdb51f75c321729103741030ccc3a56",
    ),
    "personalization 0, additional 256, count 0": (
        "d3cc4d1acf3dde0c4bd2290d262337042dc632948223d3a2eaab87da44295fbd",
        "0109b0e729f457328aa18569a9224921", "",
        (
            "3c311848183c9a212a26f27f8c6647e40375e466a0857cc39c4e47575d53f1f6",
            "fcb9abd19ccfbccef88c9c39bfb3dd7b1c12266c9808992e305bc3cff566e4e4",
        ),
        "9c7b758b212cd0fcecd5daa489821712e3cdea4467b560ef5ddc24ab47749a1f1ffdbbb118f4e62fcfca3371b8fbfc5b"
        "0646b83e06bfbbab5fac30ea09ea2bc76f1ea568c9be0444b2cc90517b20ca825f2d0eccd88e7175538b85d90ab39018"
        "3ca6395535d34473af6b5a5b88f5a59ee7561573337ea819da0dcc3573a22974",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_RESEED)
def test_published_answers_without_reseed(name):
    entropy, nonce, personalization, additional, expected = NO_RESEED[name]
    drbg = HmacDrbg(octets(entropy), octets(nonce), octets(personalization))
    outputs = [drbg.generate(128, octets(extra)) for extra in additional]
    assert outputs[-1].hex() == expected


def test_published_answer_with_reseed():
    """NIST CAVP, drbgvectors_pr_false, HMAC_DRBG.rsp, [SHA-256], without personalization and additional input."""
    drbg = HmacDrbg(
        octets("06032cd5eed33f39265f49ecb142c511da9aff2af71203bffaf34a9ca5bd9c0d"),
        octets("0e66f71edc43e42a45ad3c6fc6cdc4df"),
    )
    drbg.reseed(octets("01920a4e669ed3a85ae8a33b35a74ad7fb2a6bb4cf395ce00334a9c9a5a5d552"))
    drbg.generate(128)
    assert drbg.generate(128).hex() == (
        "76fc79fe9b50beccc991a11b5635783a83536add03c157fb30645e611c2898bb2b1bc215000209208cd506cb28da2a51"
        "bdb03826aaf2bd2335d576d519160842e7158ad0949d1a9ec3e66ea1b1a064b005de914eac2e9d4f2d72a8616a802254"
        "22918250ff66a41bd2f864a6a38cc5b6499dc43f7f2bd09e1e0f8f5885935124"
    )


def test_published_answer_with_prediction_resistance():
    """NIST, [SHA-256], [PredictionResistance = True], with additional input."""
    fresh = iter(
        octets(text)
        for text in (
            "abaca65695bd5d289880453850fc8289b76f78b43f970ed32f4125a941165515",
            "4a39b666cf861816d7d82ef6e23f70f149d74d9bd499eea19b622e751c43d839",
        )
    )
    drbg = HmacDrbg(
        octets("6c1f4bffc476e488fb57eb80dc106cf2b417bad22b196baa6346958256db490f"),
        octets("5f1b92223e3909e43677da2f588a6d19"),
        entropy=lambda count: next(fresh),
        prediction_resistance=True,
    )
    outputs = [
        drbg.generate(32, octets(extra), prediction_resistance=True)
        for extra in (
            "e6cd940610375e504fa80406120b34d498b022393436e910c0ba2560603fd066",
            "d20082c5bdf6f6711af391e7d01046b9d3610827de63aa2671a5f5ad07b90841",
        )
    ]
    assert outputs[-1].hex() == "d3c36e4ae25ff21a95a157a89f13eb976362a695ea755f0465ed4a7bb20c5cb3"


def test_reseed_when_the_interval_is_over():
    asked = []

    def source(count: int) -> bytes:
        asked.append(count)
        return SEED

    drbg = HmacDrbg(SEED, entropy=source, reseed_interval=3)
    for _ in range(3):
        drbg.generate(1)
    assert (asked, drbg.reseed_counter) == ([], 4)
    drbg.generate(1)
    assert (asked, drbg.reseed_counter) == ([32], 2)


def test_reseed_changes_what_comes():
    one, other = HmacDrbg(SEED), HmacDrbg(SEED)
    assert one.generate(32) == other.generate(32)
    other.reseed(SEED)
    assert one.generate(32) != other.generate(32)


@pytest.mark.parametrize(
    ("request_of", "message"),
    [
        (lambda: HmacDrbg(SEED[:31]), "at least 32 bytes"),
        (lambda: HmacDrbg(SEED, prediction_resistance=True), "needs a source"),
        (lambda: HmacDrbg(SEED).reseed(SEED[:31]), "at least 32 bytes"),
        (lambda: HmacDrbg(SEED).reseed(), "no source of entropy"),
        (lambda: HmacDrbg(SEED, entropy=lambda count: b"").reseed(), "at least 32 bytes"),
        (lambda: HmacDrbg(SEED).generate(REQUEST_LIMIT + 1), "at most 65536 bytes"),
        (lambda: HmacDrbg(SEED).generate(-1), "at most 65536 bytes"),
        (lambda: HmacDrbg(SEED).generate(1, prediction_resistance=True), "without prediction resistance"),
        (lambda: HmacDrbg(SEED, reseed_interval=0).generate(1), "reseed required"),
    ],
)
def test_what_the_standard_forbids(request_of, message):
    with pytest.raises(DrbgError, match=message):
        request_of()


def test_limits():
    assert len(HmacDrbg(SEED).generate(REQUEST_LIMIT)) == REQUEST_LIMIT
    assert HmacDrbg(SEED).generate(0) == b""
    assert INPUT_LIMIT == 2**35 // 8
    assert HmacDrbg(SEED, reseed_interval=1 << 60)._limit == 1 << 48


def test_nothing_comes_after_erasing():
    drbg = HmacDrbg(SEED, entropy=lambda count: SEED)
    drbg.erase()
    with pytest.raises(DrbgError):
        drbg.generate(1)
    assert drbg._key == drbg._value == b""
