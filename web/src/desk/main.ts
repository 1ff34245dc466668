/** The desk: claims that matter most are checked by persons, and the map follows at once. */

import "../shared/theme.css";
import "../shared/words.css";
import "./desk.css";
import { byId } from "../shared/dom.ts";
import { Desk } from "./desk.ts";

void new Desk(byId("page")).start();
