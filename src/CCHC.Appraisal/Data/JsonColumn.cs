using System.Text.Json;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CCHC.Appraisal.Data;

internal static class JsonColumn
{
    /// <summary>Keeps an immutable value as jsonb, written as everywhere else rules and data are.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        new ValueConverter<T, string>(value => JsonSerializer.Serialize(value, ScoringJson.Options), json => JsonSerializer.Deserialize<T>(json, ScoringJson.Options)!),
        new ValueComparer<T>((one, other) => Equals(one, other), value => value == null ? 0 : value.GetHashCode(), value => value));
}
