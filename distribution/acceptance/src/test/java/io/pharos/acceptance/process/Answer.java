package io.pharos.acceptance.process;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The answer to a query, without what may differ: the order of series, and texts of errors.
 *
 * @param error the type of error, "" for none
 * @param reason the text of the error, which is not compared
 * @param type of the result
 * @param series the points by labels; each point is a time and a value
 */
record Answer(String error, String reason, String type, Map<String, List<Point>> series) {
  /** Values are computed in other orders by other versions: so much of them may differ. */
  private static final double TOLERANCE = 1e-9;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One value, with the text that stands for it. */
  record Point(String time, double value) {
    boolean isNear(Point other) {
      if (!time.equals(other.time)) {
        return false;
      }
      if (Double.compare(value, other.value) == 0 || value == other.value) {
        return true;
      }
      double size = Math.max(1, Math.max(Math.abs(value), Math.abs(other.value)));
      return Math.abs(value - other.value) <= TOLERANCE * size;
    }
  }

  static Answer of(HttpResponse<String> response) {
    JsonNode body = JSON.readTree(response.body());
    if (!body.path("status").asString("").equals("success")) {
      return new Answer(
          body.path("errorType").asString("?"), body.path("error").asString(""), "", Map.of());
    }
    JsonNode data = body.path("data");
    String type = data.path("resultType").asString("");
    JsonNode result = data.path("result");
    Map<String, List<Point>> series = new TreeMap<>();
    if (type.equals("scalar")) {
      series.put("", List.of(point(result)));
      return new Answer("", "", type, series);
    }
    for (JsonNode one : result) {
      List<Point> points = new ArrayList<>();
      if (one.has("value")) {
        points.add(point(one.path("value")));
      }
      for (JsonNode value : one.path("values")) {
        points.add(point(value));
      }
      Map<String, String> labels = new TreeMap<>();
      for (String name : one.path("metric").propertyNames()) {
        labels.put(name, one.path("metric").path(name).asString(""));
      }
      if (series.put(labels.toString(), points) != null) {
        throw new AssertionError("two series of the same labels: " + labels);
      }
    }
    return new Answer("", "", type, series);
  }

  private static Point point(JsonNode pair) {
    String value = pair.get(1).asString("");
    return new Point(
        pair.get(0).asString(""),
        switch (value) {
          case "+Inf" -> Double.POSITIVE_INFINITY;
          case "-Inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(value);
        });
  }

  /** Whether both say the same. */
  boolean isNear(Answer other) {
    if (!error.equals(other.error)
        || !type.equals(other.type)
        || !series.keySet().equals(other.series.keySet())) {
      return false;
    }
    for (Map.Entry<String, List<Point>> one : series.entrySet()) {
      List<Point> points = one.getValue();
      List<Point> theirs = other.series.getOrDefault(one.getKey(), List.of());
      if (points.size() != theirs.size()) {
        return false;
      }
      for (int i = 0; i < points.size(); i++) {
        if (!points.get(i).isNear(theirs.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** What differs first, for a person to read. */
  String difference(Answer other) {
    if (!error.equals(other.error) || !type.equals(other.type)) {
      return "error '"
          + reason
          + "' type '"
          + type
          + "' against error '"
          + other.reason
          + "' type '"
          + other.type
          + "'";
    }
    for (Map.Entry<String, List<Point>> one : series.entrySet()) {
      List<Point> theirs = other.series.get(one.getKey());
      if (theirs == null) {
        return "only in the first: " + one;
      }
      List<Point> points = one.getValue();
      for (int i = 0; i < Math.min(points.size(), theirs.size()); i++) {
        if (!points.get(i).isNear(theirs.get(i))) {
          return one.getKey() + ": " + points.get(i) + " against " + theirs.get(i);
        }
      }
      if (points.size() != theirs.size()) {
        return one.getKey() + ": " + points.size() + " points against " + theirs.size();
      }
    }
    Map<String, List<Point>> more = new TreeMap<>(other.series);
    more.keySet().removeAll(series.keySet());
    return "only in the second: " + more;
  }
}
