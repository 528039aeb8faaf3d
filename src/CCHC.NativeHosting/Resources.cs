namespace CCHC.NativeHosting;

public interface IResource
{
    string Name { get; }
}

/// <summary>A resource whose reference injects <c>ConnectionStrings__NAME</c>.</summary>
public interface IResourceWithConnectionString : IResource;

/// <summary>A resource whose reference injects <c>services__NAME__http__0</c> and so on, one per replica.</summary>
public interface IResourceWithServiceDiscovery : IResource;

/// <summary>Implemented by the <c>Projects.X</c> classes that the build generates from the project references.</summary>
public interface IProjectMetadata
{
    string ProjectPath { get; }
}

public enum ContainerLifetime
{
    Session,
    Persistent,
}

/// <summary>The covariant handle on which the model's methods chain.</summary>
public interface IResourceBuilder<out T>
    where T : IResource
{
    T Resource { get; }
}

internal sealed class ResourceBuilder<T>(T resource) : IResourceBuilder<T>
    where T : IResource
{
    public T Resource => resource;
}

/// <summary>The address of a project's or a database server's endpoint, known when the model starts.</summary>
public sealed class EndpointReference
{
    internal EndpointReference(IResource resource)
    {
        Resource = resource;
    }

    internal IResource Resource { get; }
}

/// <summary>A value from configuration (<c>Parameters:NAME</c>); without one, a random value made once and kept in the data folder.</summary>
public sealed class ParameterResource : IResource
{
    internal ParameterResource(string name, bool secret)
    {
        Name = name;
        Secret = secret;
    }

    public string Name { get; }

    public bool Secret { get; }
}

public sealed class PostgresDatabaseResource : IResourceWithConnectionString
{
    internal PostgresDatabaseResource(string name, string databaseName, PostgresServerResource parent)
    {
        Name = name;
        DatabaseName = databaseName;
        Parent = parent;
    }

    public string Name { get; }

    public string DatabaseName { get; }

    public PostgresServerResource Parent { get; }
}

public sealed class PostgresServerResource : IResourceWithConnectionString
{
    internal PostgresServerResource(string name, ParameterResource? userName, ParameterResource? password, int? port)
    {
        Name = name;
        UserName = userName;
        Password = password;
        Port = port;
    }

    public string Name { get; }

    internal ParameterResource? UserName { get; }

    internal ParameterResource? Password { get; }

    internal int? Port { get; }

    internal List<PostgresDatabaseResource> Databases { get; } = [];
}

public sealed class RabbitMQServerResource : IResourceWithConnectionString
{
    internal RabbitMQServerResource(string name, ParameterResource? userName, ParameterResource? password, int? port)
    {
        Name = name;
        UserName = userName;
        Password = password;
        Port = port;
    }

    public string Name { get; }

    internal ParameterResource? UserName { get; }

    internal ParameterResource? Password { get; }

    internal int? Port { get; }

    internal bool Management { get; set; }

    internal int? ManagementPort { get; set; }
}

/// <summary>A project run as processes: with an HTTP endpoint a service that is kept alive, without one a job that runs once and must exit with 0.</summary>
public sealed class ProjectResource : IResourceWithServiceDiscovery
{
    internal ProjectResource(string name, string projectPath)
    {
        Name = name;
        ProjectPath = projectPath;
    }

    public string Name { get; }

    internal string ProjectPath { get; }

    internal int Replicas { get; set; } = 1;

    internal bool HasEndpoint { get; set; }

    internal int? Port { get; set; }

    internal bool External { get; set; }

    internal string? HealthPath { get; set; }

    internal int HealthStatus { get; set; } = 200;

    internal List<string> Arguments { get; } = [];

    internal List<(string Name, object? Value)> Environment { get; } = [];

    internal List<IResource> References { get; } = [];

    internal List<(IResource Dependency, int? ExitCode)> Waits { get; } = [];
}
