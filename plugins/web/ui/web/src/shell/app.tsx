import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { ApiError } from '../data/client';
import { boot, styleNonce } from './boot';
import { PageBoundary } from './failure';
import { Frame } from './frame';
import { fromHash } from './hash';
import { hasPage, href, PAGES } from './pages';
import { Readiness } from './readiness';
import { SettingsProvider } from './settings';
import { theme, variables } from './theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // what the server said is not asked again; a lost connection is
      retry: (count, error) => count < 2 && error instanceof ApiError && error.status === 0,
      refetchOnWindowFocus: false,
    },
  },
});

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce ?? ''}
    >
      <QueryClientProvider client={queries}>
        <SettingsProvider>
          <Router base={boot.base}>
            <OldHash />
            <Frame>
              <Readiness />
              <Switch>
                {PAGES.map(({ path, title, Page }) => (
                  <Route key={path} path={path}>
                    <Titled title={title}>
                      <Suspense fallback={null}>
                        <Page />
                      </Suspense>
                    </Titled>
                  </Route>
                ))}
                <Route path="/graph">
                  <ToQuery />
                </Route>
                <Route path="/">
                  <ToQuery />
                </Route>
                <Route>
                  <Titled title="Not here">
                    <Missing />
                  </Titled>
                </Route>
              </Switch>
            </Frame>
          </Router>
        </SettingsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Links of Alertmanager hold the page behind a hash, on whatever page they arrive. */
function OldHash() {
  const [path, navigate] = useLocation();
  useEffect(() => {
    const goal = fromHash(window.location.hash, hasPage('/notifications'));
    if (goal !== undefined) {
      navigate(goal, { replace: true });
    }
  }, [path, navigate]);
  return null;
}

/** Old links keep their parameters. */
function ToQuery() {
  return <Redirect to={`/query${window.location.search}`} replace />;
}

function Titled({ title, children }: { title: string; children: React.ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ${boot.title}`;
  }, [title]);
  return (
    <PageBoundary key={title}>
      <h1 className="visually-hidden">{title}</h1>
      {children}
    </PageBoundary>
  );
}

function Missing() {
  const [path] = useLocation();
  return (
    <p style={{ padding: 16 }}>
      There is no page <span className="mono">{path}</span>. The bar above lists those that there
      are
      {ELSEWHERE[path] !== undefined && (
        <>
          ; the data of it is at{' '}
          <a href={href(`/api/v1/${ELSEWHERE[path]}`)} className="mono">
            api/v1/{ELSEWHERE[path]}
          </a>
        </>
      )}
      .
    </p>
  );
}

/** Pages of the original that are not here so far, and where the same can be read. */
const ELSEWHERE: Record<string, string> = {
  '/service-discovery': 'targets',
  '/alertmanager-discovery': 'alertmanagers',
};
