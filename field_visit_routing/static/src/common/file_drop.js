/*
 * A file may be dropped on a zone (class o_field_visit_drop) of a form: the
 * zone hands it to its own file input, as if it had been chosen there.  Plain
 * script, because both web clients render the same input.
 */
(function () {
    "use strict";

    const ZONE = ".o_field_visit_drop";
    const OVER = "o_field_visit_drop_over";

    function zoneOf(event) {
        const types = event.dataTransfer ? Array.from(event.dataTransfer.types) : [];
        const isFile = types.indexOf("Files") !== -1;
        return isFile && event.target.closest ? event.target.closest(ZONE) : null;
    }

    function mark(zone) {
        document.querySelectorAll("." + OVER).forEach((other) => other.classList.remove(OVER));
        if (zone) {
            zone.classList.add(OVER);
        }
    }

    document.addEventListener("dragover", (event) => {
        const zone = zoneOf(event);
        mark(zone);
        if (zone) {
            event.preventDefault();
        }
    });
    document.addEventListener("dragleave", () => mark(null));
    document.addEventListener("drop", (event) => {
        const zone = zoneOf(event);
        mark(null);
        const input = zone && zone.querySelector("input[type=file]");
        if (!input) {
            return;
        }
        event.preventDefault();
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", {bubbles: true}));
    });
})();
