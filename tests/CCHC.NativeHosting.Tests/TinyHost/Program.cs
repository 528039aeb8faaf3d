using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
var web = builder.AddProject<Projects.TinyService>("web").WithHttpEndpoint(port: builder.Configuration.GetValue<int?>("Port"));

if (builder.Configuration["FailingJob"] == "true")
{
    var failing = builder.AddProject<Projects.TinyService>("failing").WithArgs("--fail");
    web.WaitForCompletion(failing);
}

if (builder.Configuration["Servers"] != "false")
{
    var postgres = builder.AddPostgres("postgres").WithDataVolume().WithLifetime(ContainerLifetime.Persistent);
    var database = postgres.AddDatabase("tiny-db");
    var broker = builder.AddRabbitMQ("rabbitmq").WithDataVolume().WithManagementPlugin();
    var migration = builder.AddProject<Projects.TinyService>("migration").WithArgs("--write", builder.Configuration["Mark"]!).WithReference(database).WaitFor(database);
    web.WithReference(database).WithReference(broker).WaitForCompletion(migration).WaitFor(broker);
}

var twin = builder.AddProject<Projects.TinyService>("twin").WithHttpEndpoint().WithHttpHealthCheck("/health").WithReplicas(2)
    .WithEnvironment("Tiny__Password", builder.AddParameter("tiny-password", secret: true));

web.WithReference(twin).WaitFor(twin).WithHttpHealthCheck("/health").WithExternalHttpEndpoints()
    .WithEnvironment("Tiny__Address", web.GetEndpoint("http"));

builder.Build().Run();
