using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.ExternalIndices;
using CCHC.Survey.Surveys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Survey.Data;

internal sealed class SurveyConfiguration
    : IEntityTypeConfiguration<SurveyCampaign>, IEntityTypeConfiguration<RespondentGroup>, IEntityTypeConfiguration<SurveyResult>, IEntityTypeConfiguration<ExternalIndex>
{
    public void Configure(EntityTypeBuilder<SurveyCampaign> builder)
    {
        builder.ToTable("survey");
        builder.HasIndex(survey => new { survey.CampaignId, survey.Code }).IsUnique();
        builder.HasMany(survey => survey.RespondentGroups).WithOne().HasForeignKey("SurveyId").OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(survey => survey.Results).WithOne().HasForeignKey("SurveyId").OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(survey => survey.RespondentGroups).AutoInclude();
        builder.Property<uint>("RowVersion").IsRowVersion();
        builder.Property(survey => survey.Questionnaire).IsJson(ScoringJson.Options);
        builder.Property(survey => survey.Corrections).IsJson(ScoringJson.Options);
        builder.Property(survey => survey.RatedGroups).IsJson(ScoringJson.Options);
        builder.Property(survey => survey.Units).IsJsonList(ScoringJson.Options);
        builder.Property(survey => survey.Statistics).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<RespondentGroup> builder)
    {
        builder.ToTable("respondent_group");
        builder.HasKey("SurveyId", nameof(RespondentGroup.Code));
        builder.HasIndex(group => group.LinkCode).IsUnique();
        builder.Property(group => group.RatedGroups).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<SurveyResult> builder)
    {
        builder.ToTable("survey_result");
        builder.HasKey("SurveyId", nameof(SurveyResult.UnitId), nameof(SurveyResult.LeafCode));
    }

    public void Configure(EntityTypeBuilder<ExternalIndex> builder)
    {
        builder.ToTable("external_index");
        builder.HasKey(index => new { index.CampaignId, index.LeafCode, index.UnitId, index.Revision });
    }
}
