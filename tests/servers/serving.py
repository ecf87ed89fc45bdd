"""Run the service with settings of any kind: serving.py SETTINGS_JSON."""

import sys

from xytour.service.server import serve
from xytour.service.settings import Settings

if __name__ == "__main__":
    serve(Settings.model_validate_json(sys.argv[1]), port=0)
