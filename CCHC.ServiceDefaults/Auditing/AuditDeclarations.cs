using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>Exceptions from the rule that every change of every row of every table is recorded; each says why, beside the entity's configuration.</summary>
public static class AuditDeclarations
{
    internal const string NotAudited = "Audit:Not";
    internal const string UpdatesOnly = "Audit:UpdatesOnly";
    internal const string Digested = "Audit:Digested";

    /// <summary>Nothing about the table is recorded.</summary>
    public static EntityTypeBuilder<T> IsNotAudited<T>(this EntityTypeBuilder<T> entity, string because)
        where T : class
    {
        entity.HasAnnotation(NotAudited, because);
        return entity;
    }

    /// <summary>Rows are recorded when they are changed, not when they come and go; whether they are as recorded is not verified.</summary>
    public static EntityTypeBuilder<T> IsAuditedOnUpdate<T>(this EntityTypeBuilder<T> entity, string because)
        where T : class
    {
        entity.HasAnnotation(UpdatesOnly, because);
        return entity;
    }

    /// <summary>The column is left out, as if it were not there.</summary>
    public static PropertyBuilder<T> IsNotAudited<T>(this PropertyBuilder<T> property, string because)
    {
        property.HasAnnotation(NotAudited, because);
        return property;
    }

    /// <summary>A digest is recorded in place of the value, which is personal, secret or large; so are all binary values.</summary>
    public static PropertyBuilder<T> IsAuditedAsDigest<T>(this PropertyBuilder<T> property, string because)
    {
        property.HasAnnotation(Digested, because);
        return property;
    }
}
