import { signal } from '@preact/signals';
import { Fragment, h, hydrate, render } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { createExchange } from '../../src/script/exchange';

/** What the script stands on, imported as the widget imports it. */
const floor = [Fragment, h, hydrate, render, useLayoutEffect, useMemo, useRef, useState, signal, createExchange];
Object.assign(globalThis, { floor });
