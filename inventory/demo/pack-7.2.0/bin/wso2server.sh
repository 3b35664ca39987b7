#!/bin/sh
# Stands where the start script of the real product is.
echo 'this pack is a stand-in for WSO2 Identity Server: there is nothing to start' >&2
exit 1
