using CCHC.NativeHosting;

namespace CCHC.AppModel;

/// <param name="Name">Of the resource.</param>
/// <param name="Project">Such as <c>CCHC.Ranking</c>.</param>
/// <param name="IsJob">It runs once.</param>
/// <param name="HealthPath">Where it is asked whether it is ready.</param>
/// <param name="Arguments">Of its command line.</param>
/// <param name="Settings">The environment it is given: a folder as its path, else null.</param>
/// <param name="Waits">For whom it waits; true where that has to have ended well.</param>
public sealed record ModelProcess(
    string Name, string Project, bool IsJob, string? HealthPath, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Settings, IReadOnlyDictionary<string, bool> Waits)
{
    internal static ModelProcess Of(ProjectResource resource)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var reference in resource.References)
        {
            settings[reference is ProjectResource ? $"services__{reference.Name}__http__0" : "ConnectionStrings__" + reference.Name] = null;
        }

        foreach (var (name, value) in resource.Environment)
        {
            settings[name] = value as string is { Length: > 0 } path && Path.IsPathRooted(path) ? path : null;
        }

        return new ModelProcess(
            resource.Name,
            Path.GetFileNameWithoutExtension(resource.ProjectPath),
            !resource.HasEndpoint,
            resource.HealthPath,
            resource.Arguments,
            settings,
            resource.Waits.ToDictionary(wait => wait.Dependency.Name, wait => wait.ExitCode is not null, StringComparer.Ordinal));
    }
}
