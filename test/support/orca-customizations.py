"""Loaded by Orca from the home directory of a test: writes what it would speak, a line for each utterance, in place of a speech server."""

import os

from orca import settings, speech

SPOKEN = open(os.environ["SPOKEN"], "a", buffering=1, encoding="utf-8")


def to_text(content):
    if isinstance(content, str):
        return content
    if isinstance(content, (list, tuple)):
        return " ".join(filter(None, map(to_text, content)))
    return ""


def speak(content, acss=None, interrupt=True):
    line = " ".join(to_text(content).split())
    if line:
        SPOKEN.write(line + "\n")


speech.speak = speak
# Letters that are typed are echoed one by one; what a field says is spoken as above.
speech.speakCharacter = lambda character, acss=None: None
speech.speakKeyEvent = lambda event, acss=None: None
speech.stop = lambda: None
# Reading a whole page ends with a word of the speech server, which is not there.
settings.sayAllOnLoad = False
SPOKEN.write("Orca is ready.\n")
