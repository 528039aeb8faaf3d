using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.MinistryReview;

/// <summary>Something the Ministry asks to be supplemented or explained for one leaf (yêu cầu bổ sung), assigned to a unit with a due date.</summary>
public sealed class SupplementRequest
{
    private SupplementRequest()
    {
    }

    public Guid Id { get; private set; }
    public Guid SelfAssessmentId { get; private set; }
    public string LeafCode { get; private set; } = "";
    public string Text { get; private set; } = "";
    public DateOnly DueOn { get; private set; }

    /// <summary>Who has to answer: the unit responsible for the leaf, or the one that collects.</summary>
    public Guid UnitId { get; private set; }

    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public string? Answer { get; private set; }
    public string? AnsweredBy { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Why an answer was not enough; gone with the next one.</summary>
    public string? Remarks { get; private set; }

    public bool IsOpen => AnsweredAt is null;

    internal static SupplementRequest For(Guid sheetId, string leafCode, string text, DateOnly dueOn, Guid unitId, string by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        SelfAssessmentId = sheetId,
        LeafCode = leafCode,
        Text = text.Trim().Normalize(),
        DueOn = dueOn,
        UnitId = unitId,
        CreatedBy = by,
        CreatedAt = now,
    };

    public void Change(string text, DateOnly dueOn, Guid unitId)
    {
        RequireOpen("sửa");
        (Text, DueOn, UnitId) = (text.Trim().Normalize(), dueOn, unitId);
    }

    /// <summary>An answer may be put right until it is returned or the Ministry decides; the due date reminds and does not shut out.</summary>
    public void Reply(string answer, string by, DateTimeOffset now) => (Answer, AnsweredBy, AnsweredAt, Remarks) = (answer.Trim().Normalize(), by, now, null);

    /// <summary>The answer stays readable while the unit works on a better one.</summary>
    public void Return(string remarks, DateOnly dueOn)
    {
        if (IsOpen)
        {
            throw new RuleViolationException("supplement.not-answered", "Yêu cầu chưa được trả lời nên không có gì để trả lại.");
        }

        (Remarks, DueOn, AnsweredAt) = (remarks.Trim().Normalize(), dueOn, null);
    }

    internal static void RequireWithoutEvidence(bool hasEvidence)
    {
        if (hasEvidence)
        {
            throw new RuleViolationException("supplement.has-evidence", "Yêu cầu đã có tài liệu bổ sung nên không xóa được.");
        }
    }

    public void RequireOpen(string deed)
    {
        if (!IsOpen)
        {
            throw new RuleViolationException("supplement.answered", $"Yêu cầu đã được trả lời nên không {deed} được; trả lại đơn vị nếu cần làm lại.");
        }
    }
}
