/** @odoo-module **/

import { loadCSS, loadJS } from "@web/core/assets";

let loading = null;

/**
 * Load the map's bundle once per page.
 *
 * @param {Object} orm service
 * @returns {Promise<Object>} the configuration of get_map_config
 */
export function loadMap(orm) {
    if (!loading) {
        loading = load(orm);
        loading.catch(() => {
            loading = null;
        });
    }
    return loading;
}

async function load(orm) {
    const config = await orm.call("field.visit.map.config", "get_map_config", []);
    await Promise.all([loadJS(config.script), loadCSS(config.style)]);
    return config;
}

/**
 * @param {Object} config of get_map_config
 * @returns {Object} options of the component
 */
export function mapOptions(config) {
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
