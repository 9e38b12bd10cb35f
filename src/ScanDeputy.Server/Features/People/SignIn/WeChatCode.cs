using FluentValidation;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>A one-time code that the mini-program got from WeChat: of wx.login, or of the phone number button.</summary>
public sealed record WeChatCode(string? Code)
{
    public sealed class Validator : AbstractValidator<WeChatCode>
    {
        private const int Longest = 200;

        public Validator() => RuleFor(request => request.Code)
            .NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", "code"))
            .MaximumLength(Longest).WithMessage(_ => ErrorTexts.Field("field_too_long", "code", Longest));
    }
}
