namespace CCHC.Identity.SignIns;

/// <summary>Failures in a row for a name from an address; either is empty in the record of all addresses, or of all names.</summary>
public sealed class SignInRecord
{
    public const string Any = "";

    private SignInRecord()
    {
    }

    /// <summary>As it was typed, in lower case: there need not be such an account.</summary>
    public string UserName { get; private set; } = Any;

    public string Address { get; private set; } = Any;
    public int Failures { get; private set; }
    public DateTimeOffset? LastFailedAt { get; private set; }
    public DateTimeOffset? LastSucceededAt { get; private set; }
}
