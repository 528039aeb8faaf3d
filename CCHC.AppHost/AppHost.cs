using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
var data = Path.GetFullPath(builder.Configuration["Data"] ?? ".data");
var installation = "cchc-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..10];
var adminPassword = builder.AddParameter("admin-password", secret: true);

var postgres = builder.AddPostgres("postgres", password: builder.AddParameter("postgres-password", secret: true))
    .WithDataVolume(installation + "-postgres");
var rabbitmq = builder.AddRabbitMQ("rabbitmq", password: builder.AddParameter("rabbitmq-password", secret: true))
    .WithDataVolume(installation + "-rabbitmq")
    .WithManagementPlugin();

var gateway = builder.AddProject<Projects.CCHC_Gateway>("gateway")
    .WithHttpEndpoint(port: builder.Configuration.GetValue("Port", 8080))
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

var identity = AddService<Projects.CCHC_Identity>("identity")
    .WithEnvironment("Bootstrap__AdminPassword", adminPassword);
var criteria = AddService<Projects.CCHC_Criteria>("criteria").WithReference(identity);
var assessment = AddService<Projects.CCHC_Assessment>("assessment").WithReference(identity)
    .WithEnvironment("Evidence__Path", Path.Combine(data, "evidence")) // one folder for all replicas
    .WithEnvironment("Evidence__Clamd", builder.Configuration["Evidence:Clamd"] ?? "");
var appraisal = AddService<Projects.CCHC_Appraisal>("appraisal").WithReference(identity);
var survey = AddService<Projects.CCHC_Survey>("survey").WithReference(identity)
    .WithEnvironment("Survey__Keys", Path.Combine(data, "survey-keys")); // one folder for all replicas
var ranking = AddService<Projects.CCHC_Ranking>("ranking").WithReference(identity)
    .WithEnvironment("Ranking__Keys", Path.Combine(data, "ranking-keys")); // one folder for all replicas

// The portal reads through the gateway, which waits for the portal: so the portal does not wait for the gateway. One replica: its sessions
// live in its memory.
var portal = builder.AddProject<Projects.CCHC_Portal>("portal")
    .WithReference(gateway)
    .WithReference(identity)
    .WithEnvironment("Portal__Keys", Path.Combine(data, "keys"))
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health/ready");

foreach (var behind in (IResourceBuilder<ProjectResource>[])[identity, criteria, assessment, appraisal, survey, ranking, portal])
{
    gateway.WithReference(behind).WaitFor(behind);
}

if (!builder.Configuration.GetValue("Empty", false))
{
    builder.AddProject<Projects.CCHC_Demo>("demo-province")
        .WithArgs("province")
        .WithEnvironment("CCHC_ADMIN_PASSWORD", adminPassword)
        .WithEnvironment("CCHC_ACCOUNTS_FILE", Path.Combine(data, "accounts.csv"))
        .WithReference(gateway)
        .WaitFor(gateway);
}

builder.Build().Run();

IResourceBuilder<ProjectResource> AddService<TProject>(string name)
    where TProject : IProjectMetadata, new()
{
    // Migrations run as the owner of the database and make the role as which the service then signs in.
    var database = postgres.AddDatabase(name + "-db");
    var password = builder.AddParameter(name + "-database-password", secret: true);
    var migrations = builder.AddProject<TProject>(name + "-migrations")
        .WithArgs("--migrate")
        .WithReference(database)
        .WithReference(rabbitmq)
        .WithEnvironment("Database__Password", password)
        .WaitFor(database);
    return builder.AddProject<TProject>(name)
        .WithReplicas(builder.Configuration.GetValue("Replicas:" + name, 1))
        .WithReference(rabbitmq)
        .WithEnvironment("Database__Address", postgres.GetEndpoint("tcp"))
        .WithEnvironment("Database__Password", password)
        .WithEnvironment("Audit__Path", Path.Combine(data, "audit")) // one folder for all replicas
        .WithEnvironment("Authentication__Issuer", gateway.GetEndpoint("http"))
        .WaitForCompletion(migrations)
        .WaitFor(rabbitmq)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health/ready");
}
