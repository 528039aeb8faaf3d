using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Conflicts;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Distributions;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Appraisal.Meetings;
using CCHC.Appraisal.Phrases;
using CCHC.Appraisal.Ratifications;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Appraisal.Data;

internal sealed class CouncilConfiguration
    : IEntityTypeConfiguration<Council>, IEntityTypeConfiguration<Conflict>, IEntityTypeConfiguration<Proposal>, IEntityTypeConfiguration<Opinion>,
      IEntityTypeConfiguration<MemberCompletion>, IEntityTypeConfiguration<Dispute>, IEntityTypeConfiguration<Meeting>, IEntityTypeConfiguration<AgendaItem>,
      IEntityTypeConfiguration<Vote>, IEntityTypeConfiguration<MeetingRequest>, IEntityTypeConfiguration<RatificationStep>,
      IEntityTypeConfiguration<Phrase>
{
    public void Configure(EntityTypeBuilder<Council> builder)
    {
        builder.ToTable("councils");
        builder.HasKey(council => council.CampaignId);
        builder.Property(council => council.CampaignId).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<Conflict> builder)
    {
        builder.ToTable("conflicts");
        builder.Property(conflict => conflict.Id).ValueGeneratedNever();
        builder.HasIndex(conflict => new { conflict.UserId, conflict.CampaignId, conflict.UnitId });
    }

    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.ToTable("distribution_proposals");
        builder.Property(proposal => proposal.Id).ValueGeneratedNever();
        builder.HasIndex(proposal => proposal.CampaignId).IsUnique();
        builder.Property(proposal => proposal.GroupCodes).IsJson(ScoringJson.Options);
        builder.Property(proposal => proposal.Dealt).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<Opinion> builder)
    {
        builder.ToTable("opinions");
        builder.HasKey(opinion => new { opinion.CaseId, opinion.Round, opinion.LeafCode, opinion.AppraiserId, opinion.Number });
        builder.HasOne<AppraisalCase>().WithMany().HasForeignKey(opinion => opinion.CaseId);
        builder.Property(opinion => opinion.Data).IsJson(ScoringJson.Options);
        builder.Property(opinion => opinion.Steps).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<MemberCompletion> builder)
    {
        builder.ToTable("member_completions");
        builder.HasKey(part => new { part.CaseId, part.Round, part.FieldCode, part.AppraiserId });
        builder.HasOne<AppraisalCase>().WithMany().HasForeignKey(part => part.CaseId);
    }

    public void Configure(EntityTypeBuilder<Dispute> builder)
    {
        builder.ToTable("disputes");
        builder.HasKey(dispute => new { dispute.CaseId, dispute.Round, dispute.LeafCode });
        builder.HasOne<AppraisalCase>().WithMany().HasForeignKey(dispute => dispute.CaseId);
    }

    public void Configure(EntityTypeBuilder<Meeting> builder)
    {
        builder.ToTable("meetings");
        builder.Property(meeting => meeting.Id).ValueGeneratedNever();
        builder.HasIndex(meeting => new { meeting.CampaignId, meeting.Number }).IsUnique();

        // The list is replaced as a whole, never changed in place: comparing references is enough.
        builder.Property(meeting => meeting.Present).IsJson(ScoringJson.Options);
    }

    public void Configure(EntityTypeBuilder<AgendaItem> builder)
    {
        builder.ToTable("agenda_items");
        builder.Property(item => item.Id).ValueGeneratedNever();
        builder.HasOne<Meeting>().WithMany().HasForeignKey(item => item.MeetingId);
        builder.HasOne<AppraisalCase>().WithMany().HasForeignKey(item => item.CaseId);
        builder.Property(item => item.Why).IsJson(ScoringJson.Options);
        builder.Property(item => item.Proposal).IsJson(ScoringJson.Options);
        builder.HasMany(item => item.Votes).WithOne().HasForeignKey(vote => vote.ItemId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Vote> builder)
    {
        builder.ToTable("votes");
        builder.HasKey(vote => new { vote.ItemId, vote.UserId });
    }

    public void Configure(EntityTypeBuilder<MeetingRequest> builder)
    {
        builder.ToTable("meeting_requests");
        builder.HasKey(request => new { request.CaseId, request.Round, request.LeafCode, request.UserId });
        builder.HasOne<AppraisalCase>().WithMany().HasForeignKey(request => request.CaseId);
    }

    public void Configure(EntityTypeBuilder<Phrase> builder)
    {
        builder.ToTable("phrases");
        builder.Property(phrase => phrase.Id).ValueGeneratedNever();
        builder.HasIndex(phrase => phrase.OwnerId);
    }

    public void Configure(EntityTypeBuilder<RatificationStep> builder)
    {
        builder.ToTable("ratification_steps");
        builder.HasKey(step => new { step.CampaignId, step.Number });
    }
}
