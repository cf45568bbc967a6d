// The element as a React component, for Docusaurus (src/components/) and other React pages. Attributes
// are those of the element: settings by their keys, `load`, `start`, `label`, …
import React, { useEffect, useRef } from 'react';

const PLAYGROUND = 'https://example.org/playground/';

export default function BackpropPlayground({ height = 600, onEpoch, onGoal, style, ...attributes }) {
  const element = useRef(null);

  useEffect(() => {
    // In the browser only: pages are first made on a server, which has no elements.
    import(/* webpackIgnore: true */ `${PLAYGROUND}element.mjs`);
  }, []);

  useEffect(() => {
    const heard = { epoch: onEpoch, goal: onGoal };
    const listeners = Object.entries(heard).filter(([, listener]) => listener)
      .map(([name, listener]) => [name, ({ detail }) => listener(detail)]);
    for (const [name, listener] of listeners) element.current.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) element.current?.removeEventListener(name, listener);
    };
  }, [onEpoch, onGoal]);

  return <backprop-playground ref={element} style={{ height, ...style }} {...attributes} />;
}
