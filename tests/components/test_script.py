"""The script that instances start with, filled with values."""

from __future__ import annotations

import pulumi
from hypothesis import given
from hypothesis import strategies as st

from components.script import Script, fill, script_faults
from tests.support.clouds import AWS
from tests.support.faults import fields_of, fleet_faults
from tests.support.mocks import record


class TestScripts:
    def test_values_stand_where_they_are_named_and_all_else_stays(self):
        script = "#!/bin/sh\nexport A=$A ${B} $(date +%{x}) user@host @@{kept}\nrun @{queue_url}\n"
        assert fill(script, {"queue_url": "https://q"}).splitlines()[1:] == [
            "export A=$A ${B} $(date +%{x}) user@host @{kept}",
            "run https://q",
        ]

    @given(st.text(alphabet=st.characters(exclude_characters="@", codec="utf-8")))
    def test_a_script_without_places_for_values_is_left_as_it_is(self, script):
        assert Script(script).substitute() == script

    def test_what_is_missing_and_what_is_too_much_is_told(self):
        found = [str(fault) for fault in script_faults("@{one} @{two}", ["two", "three"])]
        assert found == [
            "values.one: nothing, expected a value, since the script has @{one}; fix: give it, or write @@{ for a plain @{",
            'values.three: "three", expected a value that the script asks for; fix: write @{three} in it, or remove the value',
        ]

    def test_a_fleet_tells_it_too(self):
        assert fields_of(fleet_faults(AWS, values={"one": "1"})) == ["values"]
        assert fields_of(fleet_faults(AWS, user_data="@{two}", values={"one": "1"})) == ["values.two", "values.one"]

    def test_a_script_that_is_known_later_is_told_nothing_yet(self):
        def program() -> None:
            AWS.fleet_args(AWS.make_network(), user_data=pulumi.Output.from_input("@{two}"), values={"one": "1"})

        record(program)
