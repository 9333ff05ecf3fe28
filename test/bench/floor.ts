import { signal } from '@preact/signals';
import { createFetch } from 'ofetch';
import { Fragment, h, hydrate, render } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

/** What the script stands on, imported as the widget imports it. */
const floor = [Fragment, h, hydrate, render, useLayoutEffect, useMemo, useRef, useState, signal, createFetch];
Object.assign(globalThis, { floor });
