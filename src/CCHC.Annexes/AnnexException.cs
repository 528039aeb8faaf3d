namespace CCHC.Annexes;

/// <summary>No set can be read from what was given; the message says to an officer what to do about it.</summary>
public sealed class AnnexException(string message) : Exception(message);
