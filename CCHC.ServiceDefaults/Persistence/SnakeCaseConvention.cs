using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace CCHC.ServiceDefaults.Persistence;

/// <summary>Names tables and columns as an administrator would type them in psql.</summary>
internal sealed partial class SnakeCaseConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table && !entity.IsMappedToJson())
            {
                entity.Builder.ToTable(Snake(table));
            }

            if (entity.IsMappedToJson())
            {
                continue;
            }

            foreach (var property in entity.GetDeclaredProperties().Where(property => !string.Equals(property.GetColumnName(), "xmin", StringComparison.Ordinal)))
            {
                property.Builder.HasColumnName(Snake(property.GetColumnName()));
            }

            foreach (var key in entity.GetDeclaredKeys())
            {
                key.Builder.HasName(Snake(key.GetName()!));
            }

            foreach (var foreignKey in entity.GetDeclaredForeignKeys())
            {
                foreignKey.Builder.HasConstraintName(Snake(foreignKey.GetConstraintName()!));
            }

            foreach (var index in entity.GetDeclaredIndexes())
            {
                index.Builder.HasDatabaseName(Snake(index.GetDatabaseName()!));
            }
        }
    }

    private static string Snake(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}
