using System.Text.Json.Nodes;

namespace CCHC.Architecture.Tests.Deployments;

/// <param name="Name">As in the model.</param>
/// <param name="Image">With registry and tag.</param>
/// <param name="IsJob">It runs once.</param>
/// <param name="HealthCheck">What is asked whether it is ready.</param>
/// <param name="Arguments">Of its command line.</param>
/// <param name="Settings">What it is told; null where a secret file says it.</param>
/// <param name="Folders">Where volumes are mounted that outlast it.</param>
/// <param name="Definition">All of it.</param>
internal sealed record Deployed(
    string Name, string Image, bool IsJob, string HealthCheck, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Settings, IReadOnlyList<string> Folders, JsonNode Definition)
{
    public static readonly string Folder = Path.Combine(Repository.Root, "deploy");

    public static JsonObject ComposeFile { get; } = Yaml.Read(Path.Combine(Folder, "compose", "compose.yaml")).Single();

    public static IReadOnlyList<string> Overlays { get; } = [.. Directory.EnumerateDirectories(Path.Combine(Folder, "kubernetes", "overlays")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static List<JsonObject> Overlay(string name) => Kustomization.Render(Path.Combine(Folder, "kubernetes", "overlays", name));

    /// <summary>Our processes in the compose file, or in an overlay.</summary>
    public static IReadOnlyList<Deployed> In(string deployment) => deployment == "compose" ? [.. Compose()] : [.. Kubernetes(Overlay(deployment))];

    private static IEnumerable<Deployed> Compose() =>
        from service in ComposeFile.Members("services")
        let image = service.Value.Text("image")!
        where image.Contains("}cchc-", StringComparison.Ordinal)
        let secrets = service.Value.Items("secrets").Select(secret => secret as JsonValue is { } name ? name.GetValue<string>() : secret.Text("target")!)
        select new Deployed(
            service.Key,
            image,
            !service.Value!.AsObject().ContainsKey("healthcheck"),
            string.Join(' ', service.Value.Items("healthcheck", "test").Select(word => word.GetValue<string>())),
            [.. service.Value.Items("command").Select(word => word.GetValue<string>())],
            service.Value.Members("environment").Select(member => (member.Key, Value: member.Value.Text())).Concat(secrets.Select(secret => (Key: secret, Value: (string?)null)))
                .ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal),
            [.. service.Value.Items("volumes").Select(volume => volume.GetValue<string>().Split(':')[1])],
            service.Value);

    private static IEnumerable<Deployed> Kubernetes(List<JsonObject> resources) =>
        from resource in resources
        where resource.Text("kind") is "Deployment" or "Job"
        let pod = resource.At("spec", "template", "spec")
        let container = pod.Items("containers").Single()
        let volumes = pod.Items("volumes").ToLookup(volume => volume.Text("name")!, StringComparer.Ordinal)
        let mounts = container.Items("volumeMounts").Select(mount => (Path: mount.Text("mountPath")!, Volume: volumes[mount.Text("name")!].Single())).ToList()
        let settings = container.Items("envFrom").SelectMany(source => resources.Single(other => other.Text("kind") == "ConfigMap" && other.Text("metadata", "name") == source.Text("configMapRef", "name")).Members("data"))
            .Select(member => (member.Key, Value: member.Value.Text()))
            .Concat(container.Items("env").Select(variable => (Key: variable.Text("name")!, Value: variable.Text("value")))).ToList()
        let folder = settings.Find(setting => setting.Key == "Secrets__Path").Value
        let secrets = mounts.Where(mount => mount.Path == folder).SelectMany(mount => mount.Volume.Items("projected", "sources")).SelectMany(source => source.Items("secret", "items")).Select(item => item.Text("path")!)
        select new Deployed(
            resource.Text("metadata", "name")!,
            container.Text("image")!,
            resource.Text("kind") == "Job",
            container.Text("readinessProbe", "httpGet", "path") ?? "",
            [.. container.Items("args").Select(word => word.GetValue<string>())],
            settings.Concat(secrets.Select(secret => (Key: secret, Value: (string?)null))).ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal),
            [.. mounts.Where(mount => mount.Volume.At("persistentVolumeClaim") is not null).Select(mount => mount.Path)],
            resource);
}
