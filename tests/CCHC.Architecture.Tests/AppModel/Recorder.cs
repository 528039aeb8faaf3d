using CCHC.NativeHosting;
using Microsoft.Extensions.Configuration;

namespace CCHC.AppModel;

/// <summary>Stands in AppHost.cs for the application: what it adds is kept, and nothing runs.</summary>
public sealed class Recorder : IDistributedApplicationBuilder
{
    private static Recorder? _last;
    private readonly List<IResource> _resources = [];

    public IConfigurationManager Configuration { get; } = new ConfigurationManager();

    public static Recorder CreateBuilder(string[] args) => new();

    /// <summary>What AppHost.cs says: the processes and the databases.</summary>
    public static (IReadOnlyList<ModelProcess> Processes, IReadOnlyList<string> Databases) Model()
    {
        typeof(Recorder).Assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        return (
            [.. _last!._resources.OfType<ProjectResource>().Select(ModelProcess.Of)],
            [.. _last._resources.OfType<PostgresServerResource>().SelectMany(server => server.Databases).Select(database => database.DatabaseName)]);
    }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        _resources.Add(resource);
        return new ResourceBuilder<T>(resource);
    }

    public Recorder Build() => this;

    NativeHosting.DistributedApplication IDistributedApplicationBuilder.Build() => throw new NotSupportedException("Nothing is built here.");

    public void Run() => _last = this;
}
