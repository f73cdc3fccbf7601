"""The file that names what to import."""

from __future__ import annotations

import pytest

from engine.imports import file as files
from engine.imports.request import ImportFileError


@pytest.mark.parametrize(
    ("document", "faults"),
    [
        ([], ["the document: given [], expected an object"]),
        ({"resources": {}}, ["resources: given {}, expected a list"]),
        (
            {"nameTable": {"a": 1}, "resources": [{"type": 7, "component": "yes"}, 3, {"properties": [1]}]},
            [
                "resources[0].type: given 7, expected a text",
                'resources[0].component: given "yes", expected true or false',
                "resources[1]: given 3, expected an object",
                "resources[2].properties[0]: given 1, expected a text",
                "nameTable.a: given 1, expected a text",
            ],
        ),
    ],
)
def test_a_file_of_another_shape(document, faults):
    with pytest.raises(ImportFileError) as raised:
        files.from_json(document)
    for fault in faults:
        assert f"could not read import file: {fault}" in str(raised.value)
