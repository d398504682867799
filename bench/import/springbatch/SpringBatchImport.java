import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Date;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobExecution;
import org.springframework.batch.core.JobParametersBuilder;
import org.springframework.batch.core.Step;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.item.database.JdbcBatchItemWriter;
import org.springframework.batch.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.item.file.FlatFileItemReader;
import org.springframework.batch.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * The peer of bench/import: the same rows by Spring Batch, as its guides have it. Chunks of 1,000,
 * skipped where a row is bad, JDBC job repository, one pooled connection, batched inserts rewritten
 * to multi-row ones by the driver. Prints seconds of the step. Arguments: JDBC URL, user, file.
 */
public final class SpringBatchImport {
  record Contact(
      String customerId, String email, String firstName, String lastName, String phone,
      String country, LocalDate signupDate, BigDecimal balance) {}

  static final class BadRowException extends RuntimeException {
    BadRowException(String message) {
      super(message);
    }
  }

  public static void main(String[] arguments) throws Exception {
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setUrl(arguments[0] + "?reWriteBatchedInserts=true");
    postgres.setUser(arguments[1]);
    postgres.setPassword(System.getenv("PGPASSWORD"));
    SingleConnectionDataSource source =
        new SingleConnectionDataSource(postgres.getConnection(), true);
    source.setAutoCommit(true);
    prepare(source);
    DataSourceTransactionManager transactions = new DataSourceTransactionManager(source);
    JobRepositoryFactoryBean factory = new JobRepositoryFactoryBean();
    factory.setDataSource(source);
    factory.setTransactionManager(transactions);
    factory.setDatabaseType("POSTGRES");
    factory.afterPropertiesSet();
    JobRepository repository = factory.getObject();
    JdbcBatchItemWriter<Contact> writer = writer(source);
    Step step =
        new StepBuilder("load", repository)
            .<String[], Contact>chunk(1_000, transactions)
            .reader(reader(Path.of(arguments[2])))
            .processor(SpringBatchImport::contact)
            .writer(writer)
            .faultTolerant()
            .skip(BadRowException.class)
            .skipLimit(Integer.MAX_VALUE)
            .build();
    Job job = new JobBuilder("import", repository).start(step).build();
    TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
    launcher.setJobRepository(repository);
    launcher.afterPropertiesSet();
    JobExecution execution =
        launcher.run(job, new JobParametersBuilder().addDate("at", new Date()).toJobParameters());
    StepExecution done = execution.getStepExecutions().iterator().next();
    double seconds =
        java.time.Duration.between(done.getStartTime(), done.getEndTime()).toMillis() / 1e3;
    System.out.printf(
        java.util.Locale.ROOT,
        "%.3f %d %d %s%n",
        seconds,
        done.getWriteCount(),
        done.getProcessSkipCount(),
        execution.getStatus());
    source.destroy();
  }

  private static void prepare(SingleConnectionDataSource source) throws Exception {
    try (var statement = source.getConnection().createStatement()) {
      statement.execute("drop schema if exists springbatch cascade; create schema springbatch");
      statement.execute("set search_path to springbatch");
      statement.execute(
          "create table contact (customerid text, email text, firstname text, lastname text,"
              + " phone text, country text, signupdate date, balance numeric(38,2))");
    }
    new ResourceDatabasePopulator(
            new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"))
        .execute(source);
  }

  private static FlatFileItemReader<String[]> reader(Path file) {
    FlatFileItemReader<String[]> reader =
        new FlatFileItemReaderBuilder<String[]>()
            .name("contacts")
            .resource(new FileSystemResource(file))
            .linesToSkip(1)
            .delimited()
            .names("a", "b", "c", "d", "e", "f", "g", "h")
            .fieldSetMapper(fields -> fields.getValues())
            .build();
    return reader;
  }

  /** The same rules as definitions/loads.yaml. */
  private static Contact contact(String[] row) {
    require(!row[0].isEmpty() && row[0].length() <= 20, "customerId");
    require(!row[1].isEmpty() && row[1].length() <= 254, "email");
    require(row[2].length() <= 100, "firstName");
    require(!row[3].isEmpty() && row[3].length() <= 100, "lastName");
    require(row[4].length() <= 40, "phone");
    require(row[5].length() == 2, "country");
    LocalDate date;
    BigDecimal balance;
    try {
      date = LocalDate.parse(row[6]);
      balance = new BigDecimal(row[7]);
    } catch (RuntimeException e) {
      throw new BadRowException("type");
    }
    require(balance.scale() <= 2, "balance");
    return new Contact(row[0], row[1], row[2], row[3], row[4], row[5], date, balance);
  }

  private static void require(boolean holds, String field) {
    if (!holds) {
      throw new BadRowException(field);
    }
  }

  private static JdbcBatchItemWriter<Contact> writer(SingleConnectionDataSource source) {
    JdbcBatchItemWriter<Contact> writer =
        new JdbcBatchItemWriterBuilder<Contact>()
            .dataSource(source)
            .sql("insert into contact values (?, ?, ?, ?, ?, ?, ?, ?)")
            .itemPreparedStatementSetter((one, statement) -> {
              statement.setString(1, one.customerId());
              statement.setString(2, one.email());
              statement.setString(3, one.firstName());
              statement.setString(4, one.lastName());
              statement.setString(5, one.phone());
              statement.setString(6, one.country());
              statement.setObject(7, one.signupDate());
              statement.setBigDecimal(8, one.balance());
            })
            .assertUpdates(false)
            .build();
    writer.afterPropertiesSet();
    return writer;
  }
}
