import { effect, signal } from '@preact/signals';
import { createFetch } from 'ofetch';
import { createContext, Fragment, h, render } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

/** What the script stands on, imported as the widget imports it. */
const floor = [createContext, Fragment, h, render, useEffect, useLayoutEffect, useMemo, useRef, useState, effect, signal, createFetch];
Object.assign(globalThis, { floor });
