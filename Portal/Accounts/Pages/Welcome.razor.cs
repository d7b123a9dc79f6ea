using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Dodas.Portal.Accounts.Pages;

/// <summary>Where the first administrator, holding the printed login token, chooses a password.</summary>
public sealed partial class Welcome
{
    private bool accepted;
    private string? refusal;
    private Account administrator = null!;

    [Inject]
    private SignInManager<Account> SignIn { get; set; } = null!;

    [Inject]
    private FirstSignIn FirstSignIn { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    [SupplyParameterFromForm]
    private WelcomeInput Input { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new WelcomeInput();
        administrator = await FirstSignIn.AdministratorAsync(SignIn.UserManager);
        accepted = FirstSignIn.Accepts(Token, administrator);
    }

    private async Task ChooseAsync()
    {
        if (!accepted)
            return;
        // AddPasswordAsync refuses when there is a password already, so of two posts at once only one wins.
        var result = await SignIn.UserManager.AddPasswordAsync(administrator, Input.Password);
        if (!result.Succeeded)
        {
            refusal = string.Join(' ', result.Errors.Select(error => error.Description));
            return;
        }

        await SignIn.SignInAsync(administrator, isPersistent: true);
        Navigation.NavigateTo("/");
    }

    private sealed class WelcomeInput
    {
        [Required(ErrorMessage = "Choose a password.")]
        [MinLength(10, ErrorMessage = "Use at least 10 characters.")]
        public string Password { get; set; } = "";

        [Compare(nameof(Password), ErrorMessage = "The two passwords are not the same.")]
        public string Repeated { get; set; } = "";
    }
}
