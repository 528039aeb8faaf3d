using CCHC.NativeHosting.Running;
using Microsoft.Extensions.Configuration;

namespace CCHC.NativeHosting;

/// <summary>The model as Aspire's app host knows it; configuration is the environment overlaid by the command line.</summary>
public interface IDistributedApplicationBuilder
{
    IConfigurationManager Configuration { get; }

    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    DistributedApplication Build();
}

/// <summary>
/// Runs the model on this machine without containers. Configuration keys: <c>Data</c> (folder of the state, default <c>.data</c>),
/// <c>Quiet</c> (no log of the resources on the console), <c>StartTimeout</c> (seconds for one resource, default 120), <c>LongestPause</c> (seconds before what ends
/// again and again is started once more, default 30), <c>Via:PROJECT:RESOURCE</c> (<c>host:port</c> by which the project reaches the resource, where something stands between),
/// <c>Stop</c> (only end what a killed host of the same data folder has left behind), <c>BackupInterval</c> (seconds between two looks at the files,
/// default 60), and those of <see cref="Backups.BackupCommands"/> and <see cref="Backups.RestoreCommand"/>.
/// </summary>
public sealed class DistributedApplication
{
    private readonly IConfiguration configuration;
    private readonly IReadOnlyList<IResource> resources;

    private DistributedApplication(IConfiguration configuration, IReadOnlyList<IResource> resources)
    {
        this.configuration = configuration;
        this.resources = resources;
    }

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new Builder(args);

    /// <summary>Returns when the system was stopped by a signal; a failed start sets the process's exit code to 1.</summary>
    public void Run()
    {
        Environment.ExitCode = Supervisor.RunAsync(configuration, resources).GetAwaiter().GetResult();
    }

    private sealed class Builder : IDistributedApplicationBuilder
    {
        private readonly List<IResource> resources = [];

        public Builder(string[] args)
        {
            var configuration = new ConfigurationManager();
            configuration.AddEnvironmentVariables().AddCommandLine(args);
            Configuration = configuration;
        }

        public IConfigurationManager Configuration { get; }

        public IResourceBuilder<T> AddResource<T>(T resource)
            where T : IResource
        {
            if (resources.Exists(x => string.Equals(x.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new ArgumentException($"Two resources are named '{resource.Name}'.", nameof(resource));
            }

            resources.Add(resource);
            return new ResourceBuilder<T>(resource);
        }

        public DistributedApplication Build() => new(Configuration, resources);
    }
}
