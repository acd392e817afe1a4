import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get, post, type Answer } from './client';
import type {
  ExplainData,
  MatrixData,
  Metadata,
  PluginStatus,
  QueryData,
  RulesData,
  TargetsData,
  TsdbStatus,
} from './model';

/** How often the pages of state look again. */
const REFRESH = 10_000;

export interface RangeRequest {
  expr: string;
  startMillis: number;
  endMillis: number;
  stepMillis: number;
}

export type RangeAnswer = Answer<MatrixData> & { request: RangeRequest };

/** The two ends as the API wants them, seconds. */
const seconds = (millis: number) => millis / 1000;

export function useRange(request: RangeRequest, enabled = true) {
  return useQuery({
    queryKey: ['query_range', request],
    enabled: enabled && request.expr !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    // an answer knows its question, for it is shown until the next one is answered
    queryFn: async ({ signal }): Promise<RangeAnswer> => {
      const answer = await post<MatrixData>(
        'query_range',
        {
          query: request.expr,
          start: seconds(request.startMillis),
          end: seconds(request.endMillis),
          step: seconds(request.stepMillis),
          stats: 'true',
        },
        signal,
      );
      return { ...answer, request };
    },
  });
}

export function useInstant(expr: string, timeMillis: number, enabled = true) {
  return useQuery({
    queryKey: ['query', expr, timeMillis],
    enabled: enabled && expr !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    queryFn: ({ signal }) =>
      post<QueryData>('query', { query: expr, time: seconds(timeMillis), stats: 'true' }, signal),
  });
}

/** The plan of a range query, with what each operator cost. */
export function useExplain(request: RangeRequest, enabled = true) {
  return useQuery({
    queryKey: ['query_explain', request],
    enabled: enabled && request.expr !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    queryFn: ({ signal }) =>
      post<ExplainData>(
        'query_explain',
        {
          query: request.expr,
          start: seconds(request.startMillis),
          end: seconds(request.endMillis),
          step: seconds(request.stepMillis),
          analyze: 'true',
        },
        signal,
      ),
  });
}

export function useTargets() {
  return useQuery({
    queryKey: ['targets'],
    refetchInterval: REFRESH,
    queryFn: ({ signal }) => get<TargetsData>('targets', { state: 'active' }, signal),
  });
}

export function useDroppedTargets(enabled: boolean) {
  return useQuery({
    queryKey: ['targets', 'dropped'],
    enabled,
    refetchInterval: REFRESH,
    queryFn: ({ signal }) => get<TargetsData>('targets', { state: 'dropped' }, signal),
  });
}

/** Groups with all their alerting rules and the alerts of these. */
export function useAlertingRules() {
  return useQuery({
    queryKey: ['rules', 'alert'],
    refetchInterval: REFRESH,
    queryFn: ({ signal }) => get<RulesData>('rules', { type: 'alert' }, signal),
  });
}

/** Groups with all their rules, without alerts. */
export function useRules() {
  return useQuery({
    queryKey: ['rules', 'all'],
    refetchInterval: REFRESH,
    queryFn: ({ signal }) => get<RulesData>('rules', { exclude_alerts: 'true' }, signal),
  });
}

export function usePlugins() {
  return useQuery({
    queryKey: ['plugins'],
    refetchInterval: REFRESH,
    queryFn: ({ signal }) => get<{ plugins: PluginStatus[] }>('status/plugins', {}, signal),
  });
}

/** Names of all metrics, for completion and the palette. */
export function useMetricNames(enabled = true) {
  return useQuery({
    queryKey: ['metric names'],
    enabled,
    staleTime: 60_000,
    queryFn: ({ signal }) => get<string[]>('label/__name__/values', { limit: 50_000 }, signal),
  });
}

export function useMetadata(enabled = true) {
  return useQuery({
    queryKey: ['metadata'],
    enabled,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      get<Record<string, Metadata[]>>('metadata', { limit_per_metric: 1 }, signal),
  });
}

export function useStatus<T>(what: string, refetchInterval: number | false = REFRESH) {
  return useQuery({
    queryKey: ['status', what],
    refetchInterval,
    queryFn: ({ signal }) => get<T>(`status/${what}`, {}, signal),
  });
}

export function useTsdbStatus(limit: number) {
  return useQuery({
    queryKey: ['status', 'tsdb', limit],
    refetchInterval: REFRESH,
    queryFn: ({ signal }) => get<TsdbStatus>('status/tsdb', { limit }, signal),
  });
}
