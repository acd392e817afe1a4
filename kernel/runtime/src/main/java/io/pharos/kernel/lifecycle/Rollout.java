package io.pharos.kernel.lifecycle;

import io.pharos.kernel.plugin.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings the running roots to a plan, once; goes on after failures and notes them. Guarded by the
 * kernel's lock of changes.
 */
final class Rollout {
  private final Roots roots;
  private final KernelServices services;
  private final List<Failure> failures = new ArrayList<>();

  Rollout(Roots roots, KernelServices services) {
    this.roots = roots;
    this.services = services;
  }

  /** A root that should run, with its configuration. Immutable. */
  record Planned(Unit unit, Offer offer, Record config) {
    boolean isOf(Root root) {
      return offer.kind() == root.offer().kind() && offer.type().equals(root.offer().type());
    }
  }

  /** What failed of which plugin. Immutable. */
  record Failure(Unit unit, RuntimeException cause) {}

  /** Makes it so as far as possible; answers what was not. */
  List<Failure> apply(List<Planned> planned) {
    Set<Root> kept = new HashSet<>();
    Set<Kind> missing = EnumSet.noneOf(Kind.class);
    List<Root> created = new ArrayList<>();
    for (Planned plan : planned) {
      Root root = roots.find(plan.offer().kind(), plan.offer().type());
      if (root != null) {
        kept.add(root);
      } else if (!fresh(plan.unit(), plan.offer(), () -> created.add(create(plan)))) {
        missing.add(plan.offer().kind());
      }
    }
    for (Root root : roots.running().reversed()) {
      if (!kept.contains(root)) {
        end(root, created, missing);
      }
    }
    for (Root root : roots.running()) {
      if (kept.contains(root)) {
        attempt(root.unit(), () -> bring(root, planned));
      }
    }
    for (Root root : Roots.ordered(created)) {
      fresh(root.unit(), root.offer(), () -> roots.startOne(root));
    }
    return failures;
  }

  private boolean attempt(Unit unit, Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      failures.add(new Failure(unit, e));
      return false;
    }
  }

  /** As at the start of the server, one that throws without the user's fault is left out. */
  private boolean fresh(Unit unit, Offer offer, Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      if (Roots.isFatal(offer, e)) {
        failures.add(new Failure(unit, e));
      } else {
        Roots.leftOut(unit, offer.toString(), e);
      }
      return false;
    }
  }

  private Root create(Planned plan) {
    return new Root(plan.unit(), plan.offer(), plan.config(), services);
  }

  /**
   * Ends a root that is not planned any more: hands its services over to the new one that offers
   * them, so that nobody misses them in between. The only storage goes on where the one that should
   * follow cannot be made.
   */
  private void end(Root root, List<Root> created, Set<Kind> missing) {
    for (Root successor : created) {
      boolean takesOver = !root.provides().isEmpty();
      if (takesOver && successor.provides().containsAll(root.provides())) {
        created.remove(successor);
        attempt(successor.unit(), () -> roots.exchange(root, successor));
        return;
      }
    }
    if (root.offer().kind() != Kind.STORAGE || !missing.contains(Kind.STORAGE)) {
      roots.stop(root);
    }
  }

  /** Brings one running root to what is planned for it. */
  private void bring(Root root, List<Planned> planned) {
    for (Planned plan : planned) {
      if (!plan.isOf(root)) {
        continue;
      }
      if (!plan.unit().equals(root.unit())) {
        roots.exchange(root, create(plan));
      } else if (root.readsFiles() || !plan.config().equals(root.config())) {
        roots.change(root, plan.config());
      }
    }
  }
}
