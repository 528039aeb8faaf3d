using CCHC.Scoring;
using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.FieldWork;
using CCHC.Survey.Frames;
using CCHC.Survey.Invitations;
using CCHC.Survey.PaperForms;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CCHC.Survey.Data;

/// <summary>Answers on one side, people who were invited on the other: no key leads from one to the other.</summary>
internal sealed class SubmissionConfiguration
    : IEntityTypeConfiguration<Submission>, IEntityTypeConfiguration<Invitation>, IEntityTypeConfiguration<SampleStratum>, IEntityTypeConfiguration<ReminderRound>, IEntityTypeConfiguration<PaperForm>,
        IEntityTypeConfiguration<EnumeratorAssignment>, IEntityTypeConfiguration<SubmissionConfiguration.SeenDevice>
{
    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.ToTable("submission");
        builder.IsAuditedOnUpdate("which form came when would tell, with whatever else happened then, who has answered");
        builder.HasKey(submission => new { submission.SurveyId, submission.Id });
        builder.Property(submission => submission.Answers).IsAuditedAsDigest("answers of a person").IsJson(ScoringJson.Options);
        builder.Property(submission => submission.Flags).HasColumnType("text[]").HasConversion(
            new ValueConverter<IReadOnlyList<string>, string[]>(flags => flags.ToArray(), flags => flags),
            new ValueComparer<IReadOnlyList<string>>((one, other) => one!.SequenceEqual(other!), flags => flags.Count, flags => flags.ToList()));
        builder.HasOne<SurveyCampaign>().WithMany().HasForeignKey(submission => submission.SurveyId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitation");
        builder.IsNotAudited("who has answered, and when, is told to nobody");
        builder.HasKey(invitation => new { invitation.SurveyId, invitation.Serial });
        builder.HasIndex(invitation => invitation.CodeHash).IsUnique();
        builder.HasIndex(invitation => new { invitation.SurveyId, invitation.FrameId, invitation.Number }).IsUnique();
        builder.HasOne<SurveyCampaign>().WithMany().HasForeignKey(invitation => invitation.SurveyId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<SamplingFrame>().WithMany().HasForeignKey(invitation => invitation.FrameId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SampleStratum> builder)
    {
        builder.ToTable("sample_stratum");
        builder.HasKey(stratum => new { stratum.SurveyId, stratum.RespondentGroupCode, stratum.Stratum });
        builder.HasOne<SurveyCampaign>().WithMany().HasForeignKey(stratum => stratum.SurveyId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ReminderRound> builder)
    {
        builder.ToTable("reminder_round");
        builder.Property(round => round.Id).ValueGeneratedNever();
        builder.HasOne<SurveyCampaign>().WithMany().HasForeignKey(round => round.SurveyId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<PaperForm> builder)
    {
        builder.ToTable("paper_form");
        builder.HasKey(form => new { form.SurveyId, form.Number });
        builder.Property(form => form.First).IsAuditedAsDigest("answers of a person").IsJson(ScoringJson.Options);
        builder.Property(form => form.Second).IsAuditedAsDigest("answers of a person").IsJson(ScoringJson.Options);
        builder.HasOne<SurveyCampaign>().WithMany().HasForeignKey(form => form.SurveyId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<EnumeratorAssignment> builder)
    {
        builder.ToTable("enumerator_assignment");
        builder.HasKey(enumerator => new { enumerator.SurveyId, enumerator.AccountId });
        builder.HasIndex(enumerator => enumerator.AccountId);
        builder.Property(enumerator => enumerator.Strata).IsJson(ScoringJson.Options);
        builder.Property(enumerator => enumerator.Clusters).IsJson(ScoringJson.Options);
        builder.HasOne<SurveyCampaign>().WithMany().HasForeignKey(enumerator => enumerator.SurveyId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SeenDevice> builder)
    {
        builder.ToTable("survey_device");
        builder.IsNotAudited("who has answered, and when, is told to nobody");
        builder.HasKey(device => new { device.SurveyId, device.Device });
        builder.HasOne<SurveyCampaign>().WithMany().HasForeignKey(device => device.SurveyId).OnDelete(DeleteBehavior.Cascade);
    }

    /// <summary>A browser that has answered, as a keyed hash, apart from the answers; forgotten when the survey is closed.</summary>
    internal sealed class SeenDevice
    {
        public required Guid SurveyId { get; init; }
        public required byte[] Device { get; init; }
    }
}
