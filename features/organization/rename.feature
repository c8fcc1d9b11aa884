# language: zh-CN
@v3 @organization @page @sms @bank @letter @clock
功能: 企业更名
  依据: auth3/kcbdu7 orgIdentityVerify

  @ORG-RENAME-01 @notice
  场景: 企业更名后重新认证，账号不变，通知是UPDATE-INFO
    依据: auth3/kcbdu7 orgIdentityVerify；notify3/tme3qi bizType
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    而且 调用方知道企业的企业账号ID
    当 企业在登记机关更名为"宁波知秋新名仿真贸易有限公司"
    而且 调用方为企业申请实名链接，经办人是他
      | orgAuthConfig.orgInfo.orgIDCardNum  | {企业.代码}   |
      | orgAuthConfig.orgInfo.orgIDCardType | CRED_ORG_USCC |
    那么 调用成功
    当 他在电脑上为企业走到「法定代表人认证」
    而且 他完成手机号认证
    那么 认证结果是通过
    而且 接收方收到1个AUTH_PASS通知
    而且 AUTH_PASS通知的内容为
      | bizType              | UPDATE-INFO                  |
      | organization.orgId   | {企业账号ID}                 |
      | organization.orgName | 宁波知秋新名仿真贸易有限公司 |
    当 调用方按证件号查询企业的认证信息
    那么 返回数据为
      | orgId   | {企业账号ID}                 |
      | orgName | 宁波知秋新名仿真贸易有限公司 |

  @ORG-RENAME-02
  场景: 要求名称一致时，更名的企业申请失败
    依据: auth3/kcbdu7 orgIdentityVerify
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    当 企业在登记机关更名为"宁波知秋新名仿真贸易有限公司"
    而且 调用方为企业申请实名链接，经办人是他
      | orgAuthConfig.orgInfo.orgIDCardNum  | {企业.代码}   |
      | orgAuthConfig.orgInfo.orgIDCardType | CRED_ORG_USCC |
      | orgIdentityVerify                   | true          |
    那么 调用失败
    而且 错误信息包含"传入的企业信息与e签宝已有信息不一致"

  @ORG-RENAME-03
  场景: 没有实名过的企业不检查名称
    依据: auth3/kcbdu7 orgIdentityVerify（只检查已实名的企业）
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业申请实名链接，经办人是他
      | orgAuthConfig.orgName               | 宁波别名仿真有限公司 |
      | orgAuthConfig.orgInfo.orgIDCardNum  | {企业.代码}          |
      | orgAuthConfig.orgInfo.orgIDCardType | CRED_ORG_USCC        |
      | orgIdentityVerify                   | true                 |
    那么 调用成功

  @ORG-RENAME-04
  场景: 登记上没有更名，用新名称核验不通过
    依据: identity_service/geg8ga 30504001
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    当 调用方为企业申请实名链接，经办人是他
      | orgAuthConfig.orgName               | 宁波知秋新名仿真贸易有限公司 |
      | orgAuthConfig.orgInfo.orgIDCardNum  | {企业.代码}                  |
      | orgAuthConfig.orgInfo.orgIDCardType | CRED_ORG_USCC                |
    那么 调用成功
    当 他在电脑上为企业走到「组织信息核验」
    而且 他在「企业名称」中填写"宁波知秋新名仿真贸易有限公司"
    而且 他填写企业信息并同意
    那么 页面提示错误30504001
