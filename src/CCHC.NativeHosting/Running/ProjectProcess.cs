using System.Globalization;
using System.Net;

namespace CCHC.NativeHosting.Running;

/// <summary>One replica of a project, run from its published folder beside the host's or from its build output.</summary>
internal sealed class ProjectProcess : Runner
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly ProjectResource project;
    private readonly string folder;
    private readonly string assembly;
    private readonly Func<ProjectResource, Dictionary<string, string?>> environment;
    private readonly string? url;

    public ProjectProcess(ProjectResource project, int replica, string? url, Func<ProjectResource, Dictionary<string, string?>> environment)
        : base(project, replica == 0 ? project.Name : string.Create(CultureInfo.InvariantCulture, $"{project.Name}-{replica + 1}"))
    {
        this.project = project;
        this.url = url;
        this.environment = environment;
        var name = Path.GetFileNameWithoutExtension(project.ProjectPath);
        var host = new DirectoryInfo(AppContext.BaseDirectory);
        folder = Path.Combine(host.Parent!.FullName, name);
        assembly = Path.Combine(folder, name + ".dll");
        if (!File.Exists(assembly))
        {
            folder = Path.GetDirectoryName(project.ProjectPath)!;
            assembly = Path.Combine(folder, "bin", host.Parent.Name, host.Name, name + ".dll");
        }

        if (!File.Exists(assembly))
        {
            throw new StartFailedException($"{name} is not built: {assembly} is missing.");
        }
    }

    public override string Kind => project.HasEndpoint ? "service" : "job";

    public override bool IsJob => !project.HasEndpoint;

    public override IReadOnlyList<(IResource Dependency, int? ExitCode)> Waits => project.Waits;

    public override IReadOnlyList<string> Urls => url is null ? [] : [url];

    public override Command Command()
    {
        var variables = environment(project);
        variables.TryAdd("ASPNETCORE_ENVIRONMENT", "Production");
        variables["ASPNETCORE_URLS"] = url;
        variables["OTEL_SERVICE_NAME"] = project.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = "service.instance.id=" + Name;
        return new Command(DotNet(), [assembly, .. project.Arguments], folder, variables);
    }

    public override async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (url is null)
        {
            return false;
        }

        try
        {
            using var response = await Http.GetAsync(new Uri(url + project.HealthPath), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return project.HealthPath is null || response.StatusCode == (HttpStatusCode)project.HealthStatus;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static string DotNet() =>
        Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
