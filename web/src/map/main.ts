/** The map page. */

import "../shared/theme.css";
import { byId, h } from "../shared/dom.ts";
import { header } from "../shared/header.ts";

byId("page").append(header("map"), h("main", { id: "main" }));
