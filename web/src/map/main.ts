/** The map page of a server. */

import "maplibre-gl/dist/maplibre-gl.css";
import "../shared/theme.css";
import "./map.css";
import { setWorkerUrl } from "maplibre-gl";
import workerAddress from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import baseAddress from "../../base/made/base.json?url";
import { App } from "./app.ts";
import { serverFeed } from "./feed.ts";

setWorkerUrl(workerAddress);
void new App(serverFeed(baseAddress)).start();
