"""When places are open on real dates: public holidays, seasons, start windows."""
