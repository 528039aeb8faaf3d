using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CCHC.ServiceDefaults.Http;

/// <summary>
/// Refuses a request in which a list or an object is null or left out though the nullable annotation of its member promises that it is there; by itself
/// System.Text.Json leaves null in such a member. Texts, and members marked as required, are judged by validation, which says in words what is missing.
/// </summary>
internal static class PromisedMembers
{
    public static void Demand(JsonSerializerOptions options)
    {
        options.RespectNullableAnnotations = true;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Judge);
    }

    private static void Judge(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(member => !member.PropertyType.IsValueType))
        {
            member.IsGetNullable = true; // answers are our own
            if (member.PropertyType == typeof(string) || member.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) == true)
            {
                member.IsSetNullable = true;
            }
            else if (member is { IsSetNullable: false, AssociatedParameter.HasDefaultValue: false })
            {
                member.IsRequired = true;
            }
        }
    }
}
