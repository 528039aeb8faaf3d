using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CCHC.ServiceDefaults.Persistence;

/// <summary>Values that are read and written whole, as one jsonb value.</summary>
public static class JsonColumn
{
    /// <summary>An immutable value, or a list that is replaced as a whole and never changed in place: it has changed when it is another one.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property, JsonSerializerOptions options) => property.HasColumnType("jsonb").HasConversion(
        new ValueConverter<T, string>(value => JsonSerializer.Serialize(value, options), json => JsonSerializer.Deserialize<T>(json, options)!),
        new ValueComparer<T>((one, other) => Equals(one, other), value => value == null ? 0 : value.GetHashCode(), value => value));

    /// <summary>A list that has changed when one of its elements has.</summary>
    public static PropertyBuilder<IReadOnlyList<T>> IsJsonList<T>(this PropertyBuilder<IReadOnlyList<T>> property, JsonSerializerOptions options) =>
        property.HasColumnType("jsonb").HasConversion(
            new ValueConverter<IReadOnlyList<T>, string>(list => JsonSerializer.Serialize(list, options), json => JsonSerializer.Deserialize<List<T>>(json, options)!),
            new ValueComparer<IReadOnlyList<T>>((one, other) => one!.SequenceEqual(other!), list => list.Count, list => list.ToList()));
}
