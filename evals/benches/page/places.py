"""Where things are on the page: the ids and names that its parts promise to keep."""

from __future__ import annotations

BOX = "#pregunta textarea"
HAND_OFF = "#derivar"
NEW = "#nueva"
NOTICE = "#aviso"
WAITING = "#espera"
OFFLINE = "#conexion:not([hidden])"
MESSAGE = "#charla .message"
ANSWER = "#charla .bot-row"
SOURCE = '#charla a[href^="/fuentes/"]'
PASSAGE = "#charla .pasaje mark"
"""The cited sentence, once a source is open in its place."""
PASSAGE_TITLE = "#charla .pasaje h2"
NOT_USEFUL = '#charla .sirvio button:has-text("No")'
REASON = '#charla form[id^="opinion-"] input[type=radio]'
SEND_REASON = '#charla form[id^="opinion-"] button[type=submit]'
THANKS = '#charla :text("Gracias")'
OPTIONS = "#opciones-boton"
OPTIONS_OPEN = "#opciones-panel:not([hidden])"
NEW_IN_OPTIONS = f"{OPTIONS_OPEN} .otra button"
"""«Nueva conversación» where the header has no room for it."""

NO_SCRIPT_BOX = "textarea[name=texto]"
NO_SCRIPT_SEND = 'button[value=preguntar]:has-text("Enviar")'
NO_SCRIPT_ANSWER = "#ultimo"

WIDGET_BUTTON = "button#abrir"
"""Of the widget, on the page of another site; it lives in an open shadow root."""
TITLE = "h1"
