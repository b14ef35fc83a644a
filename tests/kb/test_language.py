"""Languages: English goes on, others are named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kb.errors import InputError
from kb.language import detect, language_code, language_name, require_english

ENGLISH = "The bureaucracy is not a class, Trotsky said, but a caste which lives upon the property of the state."
TEXTS = {
    "de": "Die Bürokratie besitzt den Staat als ihr Privateigentum. Marx und Hegel waren darüber verschiedener Meinung.",
    "fr": "La bureaucratie n'est pas une classe, disait Trotsky, mais une caste qui vit sur la propriété d'État.",
    "es": "La burocracia no es una clase, decía Trotsky, sino una casta que vive de la propiedad del Estado.",
    "it": "La burocrazia non è una classe, diceva Trotsky, ma una casta che vive sulla proprietà dello Stato.",
    "nl": "De bureaucratie is geen klasse, zei Trotsky, maar een kaste die op het eigendom van de staat leeft.",
    "pl": "Biurokracja nie jest klasą, mówił Trocki, lecz kastą, która żyje z własności państwa robotniczego.",
    "ru": "Бюрократия не является классом, говорил Троцкий, а является кастой, живущей за счёт государства.",
    "zh": "托洛茨基认为官僚只是一个阶层，而不是一个阶级。马克思主义者对此有不同的看法，工人们也没有发言权，他们什么也不拥有。",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_other_languages_are_named(code: str, text: str) -> None:
    assert detect(text) == code
    with pytest.raises(InputError, match=rf"a\.txt: the text is {language_name(code)} \({code}\)") as caught:
        require_english(text, where="a.txt")
    assert caught.value.remedy


def test_english_goes_on_without_the_detector() -> None:
    code = f"import sys; from kb.language import detect; sys.exit(detect({ENGLISH!r}) != 'en' or 'py3langid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], timeout=60).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "Hallo Welt",
        "1917",
        "Burnham, James. Rizzi, Bruno. Trotsky, Leon. Shachtman, Max. Cliff, Tony. Djilas, Milovan.",
        ENGLISH * 20 + TEXTS["de"] * 6,
        TEXTS["fr"] + ENGLISH * 4,
    ],
)
def test_texts_too_short_or_mostly_english_pass(text: str) -> None:
    require_english(text, where="a.txt")


@pytest.mark.parametrize(
    ("given", "code"),
    [("en-GB", "en"), ("English", "en"), ("eng", "en"), ("ngerman", "de"), ("French", "fr"), ("xx-unknown", "xx-unknown")],
)
def test_codes_of_names(given: str, code: str) -> None:
    assert language_code(given) == code
