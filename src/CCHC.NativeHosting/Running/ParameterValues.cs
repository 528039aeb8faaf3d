using Microsoft.Extensions.Configuration;

namespace CCHC.NativeHosting.Running;

internal static class ParameterValues
{
    public static string Value(this ParameterResource parameter, IConfiguration configuration, DataDirectory data) =>
        configuration[$"Parameters:{parameter.Name}"] is { Length: > 0 } value ? value : data.Secret(parameter.Name);
}
