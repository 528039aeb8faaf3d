using CCHC.Appraisal.Acceptances;
using CCHC.Appraisal.Cases;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Appraisal.Data;

internal sealed class CaseConfiguration
    : IEntityTypeConfiguration<AppraisalCase>, IEntityTypeConfiguration<CaseLeaf>, IEntityTypeConfiguration<Judgement>, IEntityTypeConfiguration<FieldCompletion>,
      IEntityTypeConfiguration<CaseReset>, IEntityTypeConfiguration<Acceptance>
{
    public void Configure(EntityTypeBuilder<AppraisalCase> builder)
    {
        builder.ToTable("appraisal_cases");
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasIndex(x => new { x.CampaignId, x.UnitId }).IsUnique();
        builder.HasMany(x => x.Leaves).WithOne().HasForeignKey(leaf => leaf.CaseId);
        builder.HasMany(x => x.Completions).WithOne().HasForeignKey(completion => completion.CaseId);
    }

    public void Configure(EntityTypeBuilder<CaseLeaf> builder)
    {
        builder.HasKey(leaf => new { leaf.CaseId, leaf.Round, leaf.LeafCode });
        builder.Property(leaf => leaf.Self).IsJson(ScoringJson.Options);
        builder.HasOne(leaf => leaf.Judgement).WithMany().HasForeignKey(leaf => new { leaf.CaseId, leaf.JudgementRevision }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Judgement> builder)
    {
        builder.HasKey(judgement => new { judgement.CaseId, judgement.Revision });
        builder.HasOne<AppraisalCase>().WithMany().HasForeignKey(judgement => judgement.CaseId);
        builder.Property(judgement => judgement.Data).IsJson(ScoringJson.Options);
        builder.Property(judgement => judgement.Steps).IsJson(ScoringJson.Options);
        builder.HasIndex(judgement => judgement.AcceptanceId).HasFilter("acceptance_id IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<FieldCompletion> builder) =>
        builder.HasKey(completion => new { completion.CaseId, completion.Round, completion.FieldCode });

    public void Configure(EntityTypeBuilder<Acceptance> builder)
    {
        builder.ToTable("acceptances");
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasIndex(x => new { x.CampaignId, x.AppraiserId });
    }

    public void Configure(EntityTypeBuilder<CaseReset> builder)
    {
        builder.ToTable("case_reset");
        builder.HasKey(reset => new { reset.CampaignId, reset.UnitId });
    }
}
