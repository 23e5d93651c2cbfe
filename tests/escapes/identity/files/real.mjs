// What an ES module imports of a builtin is the object that everyone shares.
import process from 'node:process';
import Module from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import timers from 'node:timers';
import http from 'node:http';
import { EventEmitter } from 'node:events';
import { AsyncResource } from 'node:async_hooks';
import { Console } from 'node:console';

export { AsyncResource, Console, EventEmitter, Module, fs, http, path, process, timers, vm };
