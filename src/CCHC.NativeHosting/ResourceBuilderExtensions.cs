namespace CCHC.NativeHosting;

/// <summary>The part of Aspire's model an app host here may use, with the same method and parameter names.</summary>
public static class ResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, secret));

    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null) => builder.AddResource(new PostgresServerResource(name, userName?.Resource, password?.Resource, port));

    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null) => builder.AddResource(new RabbitMQServerResource(name, userName?.Resource, password?.Resource, port));

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddResource(new ProjectResource(name, new TProject().ProjectPath));

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.Databases.Add(database);
        return new ResourceBuilder<PostgresDatabaseResource>(database);
    }

    /// <summary>Natively the state always stays in the data folder.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null) => builder;

    /// <inheritdoc cref="WithDataVolume(IResourceBuilder{PostgresServerResource}, string?)"/>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(this IResourceBuilder<RabbitMQServerResource> builder, string? name = null) => builder;

    /// <summary>Natively every process ends with the host.</summary>
    public static IResourceBuilder<T> WithLifetime<T>(this IResourceBuilder<T> builder, ContainerLifetime lifetime)
        where T : IResource => builder;

    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder) =>
        builder.WithManagementPlugin(port: null);

    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder, int? port)
    {
        builder.Resource.Management = true;
        builder.Resource.ManagementPort = port;
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        builder.Resource.Replicas = replicas;
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WithArgs(this IResourceBuilder<ProjectResource> builder, params string[] args)
    {
        builder.Resource.Arguments.AddRange(args);
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WithReference(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResourceWithConnectionString> source)
    {
        builder.Resource.References.Add(source.Resource);
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WithReference(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
    {
        builder.Resource.References.Add(source.Resource);
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WaitFor(this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResource> dependency)
    {
        builder.Resource.Waits.Add((dependency.Resource, null));
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WaitForCompletion(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
    {
        builder.Resource.Waits.Add((dependency.Resource, exitCode));
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WithEnvironment(this IResourceBuilder<ProjectResource> builder, string name, string? value)
    {
        builder.Resource.Environment.Add((name, value));
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WithEnvironment(
        this IResourceBuilder<ProjectResource> builder, string name, IResourceBuilder<ParameterResource> parameter)
    {
        builder.Resource.Environment.Add((name, parameter.Resource));
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WithEnvironment(
        this IResourceBuilder<ProjectResource> builder, string name, EndpointReference endpointReference)
    {
        builder.Resource.Environment.Add((name, endpointReference));
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WithHttpEndpoint(this IResourceBuilder<ProjectResource> builder, int? port = null)
    {
        builder.Resource.HasEndpoint = true;
        builder.Resource.Port = port;
        return builder;
    }

    public static IResourceBuilder<ProjectResource> WithHttpHealthCheck(this IResourceBuilder<ProjectResource> builder, string? path = null, int? statusCode = null)
    {
        builder.Resource.HealthPath = path ?? "/";
        builder.Resource.HealthStatus = statusCode ?? 200;
        return builder;
    }

    /// <summary>Marks the project whose address is printed when the system is ready.</summary>
    public static IResourceBuilder<ProjectResource> WithExternalHttpEndpoints(this IResourceBuilder<ProjectResource> builder)
    {
        builder.Resource.External = true;
        return builder;
    }

    /// <summary>Groups resources on Aspire's dashboard; nothing natively.</summary>
    public static IResourceBuilder<T> WithParentRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> parent)
        where T : IResource => builder;

    public static EndpointReference GetEndpoint(this IResourceBuilder<ProjectResource> builder, string name)
    {
        if (!string.Equals(name, "http", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{builder.Resource.Name}' has one endpoint, 'http', not '{name}'.", nameof(name));
        }

        return new EndpointReference(builder.Resource);
    }

    public static EndpointReference GetEndpoint(this IResourceBuilder<PostgresServerResource> builder, string name)
    {
        if (!string.Equals(name, "tcp", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{builder.Resource.Name}' has one endpoint, 'tcp', not '{name}'.", nameof(name));
        }

        return new EndpointReference(builder.Resource);
    }
}
