package dev.sluice.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What may know what. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/test-classes/"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.sluice");

  private static final String[] ADAPTERS = {
    "dev.sluice.postgres..",
    "dev.sluice.duckdb..",
    "dev.sluice.aws..",
    "dev.sluice.gcp..",
    "dev.sluice.azure..",
    "dev.sluice.redis.."
  };

  private static final String[] OUTSIDE_CORE = {
    "dev.sluice.server..", "dev.sluice.lambda..", "dev.sluice.bench.."
  };

  private static DescribedPredicate<JavaClass> core() {
    return JavaClass.Predicates.resideInAPackage("dev.sluice..")
        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(ADAPTERS)))
        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(OUTSIDE_CORE)))
        .as("core");
  }

  @Test
  void core_knows_no_sdk_no_database_and_no_http_server() {
    noClasses()
        .that(core())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.javalin..",
            "org.eclipse.jetty..",
            "jakarta.servlet..",
            "software.amazon..",
            "com.google.cloud..",
            "com.azure..",
            "redis.clients..",
            "io.lettuce..",
            "java.sql..",
            "javax.sql..",
            "org.postgresql..",
            "dev.sluice.postgres..",
            "dev.sluice.server..")
        .check(ALL);
  }

  @Test
  void adapters_do_not_know_each_other_nor_the_server() {
    for (String adapter : ADAPTERS) {
      for (String other : ADAPTERS) {
        if (!adapter.equals(other)) {
          never(adapter, other);
        }
      }
      never(adapter, "dev.sluice.server..");
    }
  }

  private static void never(String from, String to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(to)
        .allowEmptyShould(true)
        .check(ALL);
  }

  @Test
  void javalin_and_jetty_live_in_server_http_alone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.sluice.server.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
        .check(ALL);
  }

  @Test
  void the_libraries_know_nothing_of_ours() {
    noClasses()
        .that()
        .resideInAPackage("dev.sluice.jsonata..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.sluice..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.resideInAPackage("dev.sluice.jsonata.."))))
        .allowEmptyShould(true)
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage("dev.sluice.asl..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.sluice..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.resideInAnyPackage(
                            "dev.sluice.asl..", "dev.sluice.jsonata.."))))
        .allowEmptyShould(true)
        .check(ALL);
  }

  @Test
  void packages_have_no_cycles() {
    // Main is the door: it opens onto the commands, which wire what lies beside it.
    slices()
        .matching("dev.sluice.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            DescribedPredicate.describe("Main", type -> type.getSimpleName().equals("Main")),
            DescribedPredicate.alwaysTrue())
        .check(ALL);
  }

  @Test
  void only_the_composition_root_and_commands_read_the_clock() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.sluice.server", "dev.sluice.server.cli..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(ALL);
  }
}
