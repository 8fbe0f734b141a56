odoo.define("field_visit_routing.bundle", function (require) {
    "use strict";

    const ajax = require("web.ajax");
    const session = require("web.session");

    let loading = null;

    /**
     * Load the map's bundle once per page.
     *
     * @returns {Promise<Object>} the configuration of get_map_config
     */
    function loadMap() {
        if (!loading) {
            loading = load();
            loading.catch(() => {
                loading = null;
            });
        }
        return loading;
    }

    async function load() {
        const config = await session.rpc("/field_visit_routing/map/config", {
            user_context: session.user_context,
        });
        await ajax.loadLibs({ jsLibs: [config.script], cssLibs: [config.style] });
        return config;
    }

    /**
     * @param {Object} config of get_map_config
     * @returns {Object} options of the component
     */
    function mapOptions(config) {
        return {
            worldUrl: config.world,
            placesUrl: config.places,
            layerUrls: config.layers,
            baseMaps: config.baseMaps,
            baseMap: config.baseMap,
            borders: config.borders,
            labels: config.labels,
            lang: config.lang,
        };
    }

    return { loadMap, mapOptions };
});
