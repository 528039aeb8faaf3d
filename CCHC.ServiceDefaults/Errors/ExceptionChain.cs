namespace CCHC.ServiceDefaults.Errors;

internal static class ExceptionChain
{
    /// <summary>Whether this exception, or one that it was caused by, is such a one.</summary>
    public static bool IsOrHas(this Exception? exception, Func<Exception, bool> such) => exception is not null && (such(exception) || exception.InnerException.IsOrHas(such));
}
