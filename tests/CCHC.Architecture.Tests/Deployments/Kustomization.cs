using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CCHC.Architecture.Tests.Deployments;

/// <summary>
/// Renders a kustomization as far as those of this repository go, because kubectl is not everywhere: resources, patches with a target, images. Whatever
/// else one says is refused; <see cref="DeploymentTests"/> compares the result with kubectl's where there is one.
/// </summary>
internal static class Kustomization
{
    private static readonly string[] Known = ["apiVersion", "kind", "namespace", "resources", "patches", "images"];

    public static List<JsonObject> Render(string folder)
    {
        var file = Yaml.Read(Path.Combine(folder, "kustomization.yaml")).Single();
        Assert.Empty(file.Select(member => member.Key).Except(Known, StringComparer.Ordinal));
        var resources = file.Items("resources").Select(item => Path.Combine(folder, item.GetValue<string>()))
            .SelectMany(path => Directory.Exists(path) ? Render(path) : Yaml.Read(path)).ToList();
        foreach (var image in file.Items("images"))
        {
            foreach (var container in resources.SelectMany(resource => resource.Items("spec", "template", "spec", "containers")).Where(container => container.Text("image") == image.Text("name")))
            {
                container["image"] = $"{image.Text("newName")}:{image.Text("newTag")}";
            }
        }

        foreach (var entry in file.Items("patches"))
        {
            Assert.Equal(["path", "target"], entry.Members().Select(member => member.Key).Order(StringComparer.Ordinal));
            Patch(resources, entry["target"]!, Yaml.Read(Path.Combine(folder, entry.Text("path")!)).Single());
        }

        return resources;
    }

    private static void Patch(List<JsonObject> resources, JsonNode target, JsonObject patch)
    {
        var targets = resources.Where(resource => Fits(resource, target)).ToList();
        Assert.NotEmpty(targets); // a patch that changes nothing is a mistake
        if (patch.Text("$patch") == "delete")
        {
            resources.RemoveAll(targets.Contains);
            return;
        }

        patch["metadata"]!.AsObject().Remove("name");
        foreach (var resource in targets)
        {
            Merge(resource, patch, isCustom: resource.Text("apiVersion")!.Split('/')[0] is "postgresql.cnpg.io" or "rabbitmq.com" or "keda.sh");
        }
    }

    private static bool Fits(JsonObject resource, JsonNode target) =>
        resource.Text("kind") == target.Text("kind")
        && (target.Text("name") is not { } name || Regex.IsMatch(resource.Text("metadata", "name")!, $"^(?:{name})$", RegexOptions.None, TimeSpan.FromSeconds(1)))
        && (target.Text("labelSelector") is not { } label || resource.Text("metadata", "labels", label.Split('=')[0]) == label.Split('=')[1]);

    private static void Merge(JsonObject into, JsonObject patch, bool isCustom)
    {
        foreach (var (name, value) in patch)
        {
            if (into[name] is JsonObject inner && value is JsonObject change)
            {
                Merge(inner, change, isCustom);
            }
            else if (!isCustom && into[name] is JsonArray list && value is JsonArray changes && KeyOf(list, changes) is { } key)
            {
                foreach (var item in changes.OfType<JsonObject>())
                {
                    if (list.OfType<JsonObject>().FirstOrDefault(other => other.Text(key) == item.Text(key)) is { } known)
                    {
                        Merge(known, item, isCustom);
                    }
                    else
                    {
                        list.Add(item.DeepClone());
                    }
                }
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>By what the items of two lists are the same one; null where the one list replaces the other.</summary>
    private static string? KeyOf(JsonArray list, JsonArray changes) =>
        Array.Find(["mountPath", "name", "containerPort"], key => list.Concat(changes).All(item => item.Text(key) is not null));
}
