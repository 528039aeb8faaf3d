using System.Text.Json;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CCHC.Criteria.Data;

internal static class JsonColumn
{
    /// <summary>A list that is read and written whole, as one jsonb value.</summary>
    public static PropertyBuilder<IReadOnlyList<T>> HasJsonList<T>(this PropertyBuilder<IReadOnlyList<T>> property) => property.HasColumnType("jsonb").HasConversion(
        new ValueConverter<IReadOnlyList<T>, string>(
            list => JsonSerializer.Serialize(list, ScoringJson.Options),
            json => JsonSerializer.Deserialize<List<T>>(json, ScoringJson.Options)!),
        new ValueComparer<IReadOnlyList<T>>(
            (one, other) => one!.SequenceEqual(other!),
            list => list.Count,
            list => list.ToList()));
}
